using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu has-feature</c>: exit code 0 for yes, 2 for no, 3 for unknown.</summary>
internal static class CpuHasFeatureCommand
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = Messages.Argument_Feature, HelpName = "NAME" };
        name.CompletionSources.Add(_ => SharedOptions.FeatureNames().Concat(SharedOptions.KnownBitNames()));
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("has-feature", Messages.Command_CpuHasFeature, session => Run(session, session.Get(name)!, session.Get(host)), name, host);
    }

    private static int Run(Session session, string name, string? hostFile)
    {
        OutputFormat format = session.Format(OutputFormat.Table, OutputFormat.Json);
        CpuSource host = Inputs.Host(session, hostFile);
        int code = session.Map.FindKnownBit(name, Inputs.Driver(session, host.Definition).Arch) is { } bit
            ? OfKnownBit(host, bit, hostFile)
            : OfFeature(session, host, name);
        string word = code switch
        {
            ExitCode.Done => "yes",
            ExitCode.No => "no",
            _ => "unknown",
        };
        if (format == OutputFormat.Json)
        {
            CpuJson.Write(session.Out, new JsonObject { ["feature"] = name, ["answer"] = word });
        }
        else
        {
            session.Out.Write($"{word}\n");
        }

        return code;
    }

    private static int OfFeature(Session session, CpuSource host, string name)
    {
        CpuDriver driver = Inputs.Driver(session, host.Definition);

        // Raw data knows the hypervisor's own features too.
        bool has = host.Data is { } data ? driver.HasFeature(data, name) : driver.HasFeature(host.Definition, name);
        return has ? ExitCode.Done : host.Unknown.Contains(name, StringComparer.Ordinal) ? ExitCode.Undecided : ExitCode.No;
    }

    // No definition can name such a bit, so that it does not is no answer.
    private static int OfKnownBit(CpuSource host, CpuKnownBit bit, string? hostFile) => host.Data is null
        ? throw new CliException(Text.Of(Messages.Error_OnlyRawTells, bit.Name, hostFile is null ? Messages.Word_ThisMachine : Files.Name(hostFile)))
        : host.Has(bit) switch
        {
            true => ExitCode.Done,
            false => ExitCode.No,
            null => ExitCode.Undecided,
        };
}
