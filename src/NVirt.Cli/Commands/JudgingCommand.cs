using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;

namespace NVirt.Cli.Commands;

/// <summary>What compare and explain have in common: each CPU of a file is judged, and the exit code is that of all.</summary>
internal static class JudgingCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its help.</param>
    /// <param name="write">Writes one judgement for people.</param>
    /// <param name="json">The JSON form of one judgement.</param>
    public static Command Create(string name, string description, Action<Session, Judgement> write, Func<Judgement, JsonObject> json)
    {
        Argument<string> file = SharedOptions.File();
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command(name, description, Run, file, host);

        int Run(Session session)
        {
            OutputFormat format = session.Format(OutputFormat.Table, OutputFormat.Json);
            IReadOnlyList<Judgement> judgements = Judgement.JudgeAll(session, session.Get(file)!, session.Get(host));
            if (format == OutputFormat.Json)
            {
                CpuJson.Write(session.Out, new JsonArray([.. judgements.Select(json)]));
            }
            else
            {
                foreach (Judgement judgement in judgements)
                {
                    write(session, judgement);
                }
            }

            return ExitCode.Combine(judgements.Select(j => j.Code));
        }
    }
}
