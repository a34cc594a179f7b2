using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using NVirt.Cli.Output;
using NVirt.Domains;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt domain dominfo</c>: the facts of a domain.</summary>
internal static class DomainInfoCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        return DomainCommand.Create("dominfo", Messages.Command_DomainInfo, RunAsync, domain);

        async Task<int> RunAsync(DomainRun run)
        {
            DomainSummary summary = await run.Driver.FindAsync(run.Session.Get(domain)!, run.Cancellation);
            DomainDocument document = await run.Driver.GetDocumentAsync(summary.Uuid.ToString(), cancellation: run.Cancellation);
            TimeSpan? cpuTime = CpuTimeOf(summary.ProcessId);
            if (run.IsJson)
            {
                run.Session.WriteJson(DomainJson.Of(summary, document.Definition, cpuTime));
            }
            else
            {
                DomainFacts.Write(run.Session, summary, document.Definition, cpuTime);
            }

            return ExitCode.Done;
        }
    }

    private static TimeSpan? CpuTimeOf(int? id)
    {
        try
        {
            using Process? process = id is { } number ? Process.GetProcessById(number) : null;
            return process?.TotalProcessorTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
