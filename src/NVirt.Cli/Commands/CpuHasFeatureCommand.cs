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
        name.CompletionSources.Add(_ => SharedOptions.FeatureNames());
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("has-feature", Messages.Command_CpuHasFeature, session => Run(session, session.Get(name)!, session.Get(host)), name, host);
    }

    private static int Run(Session session, string name, string? hostFile)
    {
        CpuSource host = Inputs.Host(session, hostFile);
        CpuDriver driver = Inputs.Driver(session, host.Definition);

        // Raw data knows the hypervisor's own features too.
        bool has = host.Data is { } data ? driver.HasFeature(data, name) : driver.HasFeature(host.Definition, name);
        int code = has ? ExitCode.Done : host.Unknown.Contains(name, StringComparer.Ordinal) ? ExitCode.Undecided : ExitCode.No;
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
}
