using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu has-feature</c>: exit code 0 for yes, 2 for no, 3 for unknown.</summary>
internal static class CpuHasFeatureCommand
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = Messages.Argument_Feature, HelpName = "NAME" };
        name.CompletionSources.Add(_ => SharedOptions.FeatureNames().Concat(SharedOptions.KnownBitNames()));
        Option<string[]> host = SharedOptions.Hosts();
        SourceOptions sources = new();
        Option<int?> cpu = SharedOptions.Cpu();
        return SharedOptions.Command("has-feature", Messages.Command_CpuHasFeature, Run, [name, host, .. sources.All, cpu]);

        int Run(Session session) => Answer(
            session, session.Get(name)!, Inputs.Host(session, session.Get(host) ?? [], session.Get(cpu), sources.Of(session)).Source);
    }

    private static int Answer(Session session, string name, CpuSource host)
    {
        int code = Has(session, name, host) switch
        {
            true => ExitCode.Done,
            false => ExitCode.No,
            null => ExitCode.Undecided,
        };
        Inputs.Tell(session, host);
        if (code != ExitCode.Done && session.Map.FindFeature(name)?.Homonym is { Length: > 0 } homonym)
        {
            session.Note(homonym);
        }

        string word = code switch
        {
            ExitCode.Done => "yes",
            ExitCode.No => "no",
            _ => "unknown",
        };
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject { ["feature"] = name, ["answer"] = word });
        }
        else
        {
            session.Out.Write($"{word}\n");
        }

        return code;
    }

    // No definition can name a bit that libvirt does not know, so its absence from a definition means nothing.
    private static bool? Has(Session session, string name, CpuSource host) =>
        session.Map.FindKnownBit(name, host.Arch == CpuArchitecture.None ? CpuArchitecture.X86_64 : host.Arch) is not { } bit
            ? host.HasFeature(name, session.Map)
        : host.Data is not null ? host.Has(bit)
        : throw new CliException(
            Text.Of(Messages.Error_OnlyRawTells, bit.Name, host.File.Length == 0 ? Messages.Word_ThisMachine : host.File));
}
