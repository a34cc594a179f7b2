using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Hypervisors;

namespace NVirt.Cli.Commands.Cpus;

/// <summary>What compare and explain have in common: each CPU of a file is judged, and the exit code is that of all.</summary>
internal static class JudgingCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its help.</param>
    /// <param name="write">Writes one judgement for people.</param>
    /// <param name="json">The JSON form of one judgement.</param>
    /// <param name="judgesAxes">Whether axes besides features are judged without being asked for.</param>
    public static Command Create(
        string name, string description, Action<Session, Judgement> write, Func<Judgement, JsonObject> json, bool judgesAxes)
    {
        HypervisorOptions hypervisor = new();
        Option<bool> axes = new("--axes") { Description = judgesAxes ? Messages.Option_AxesAlways : Messages.Option_Axes };
        Argument<string> file = SharedOptions.File();
        Option<string?> host = SharedOptions.Host();
        Option<int?> cpu = SharedOptions.Cpu();
        return SharedOptions.Command(name, description, Run, [file, host, axes, cpu, .. hypervisor.All]);

        int Run(Session session)
        {
            HashSet<int> codes = [];
            JsonArray all = [];
            QemuChoice? qemu = hypervisor.Choose(session, session.Get(host));
            qemu?.Introduce(session);
            bool withAxes = judgesAxes || session.Get(axes);
            foreach (Judgement judged in Judgement.JudgeAll(session, session.Get(file)!, session.Get(host), qemu, session.Get(cpu)))
            {
                Judgement judgement = withAxes ? judged.WithAxes() : judged;
                codes.Add(judgement.Code);
                if (session.IsJson)
                {
                    all.Add((JsonNode)json(judgement));
                }
                else
                {
                    write(session, judgement);
                }
            }

            if (session.IsJson)
            {
                session.WriteJson(new JsonObject { ["cpus"] = all });
            }

            return ExitCode.Combine(codes);
        }
    }
}
