using System.CommandLine;
using NVirt.Cli.Output.Domains;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain event</c>: what happens to domains, an event a line.</summary>
internal static class DomainEventCommand
{
    public static Command Create()
    {
        Argument<string?> domain = new("DOMAIN") { Description = Messages.Argument_EventDomain, Arity = ArgumentArity.ZeroOrOne };
        domain.CompletionSources.Add(DomainCommand.Names);
        Option<string?> kind = new("--event") { Description = Messages.Option_Event, HelpName = string.Join('|', DomainEventText.Types) };
        SharedOptions.Only(kind, DomainEventText.Types);
        Option<bool> all = new("--all") { Description = Messages.Option_EventAll };
        Option<bool> loop = new("--loop") { Description = Messages.Option_Loop };
        Option<uint?> timeout = SharedOptions.Number("--timeout", Messages.Option_EventTimeout, "S");
        Option<bool> timestamp = new("--timestamp") { Description = Messages.Option_Timestamp };
        return DomainCommand.Create("event", Messages.Command_DomainEvent, RunAsync, domain, kind, all, loop, timeout, timestamp);

        async Task<int> RunAsync(DomainRun run)
        {
            if (run.Session.Get(all) && run.Session.Get(kind) is not null)
            {
                throw new CliException(Messages.Error_EventAndAll, kind: CliErrorKind.Usage);
            }

            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(run.Cancellation);
            if (run.Session.Get(timeout) is { } seconds)
            {
                end.CancelAfter(TimeSpan.FromSeconds(seconds));
            }

            int count = 0;
            try
            {
                await foreach (
                    DomainEvent happened in run.Driver.WatchAsync(
                        run.Session.Get(domain) is { } word ? DomainReference.Parse(word) : null, end.Token))
                {
                    if (run.Session.Get(kind) is { } wanted && wanted != DomainEventText.TypeOf(happened))
                    {
                        continue;
                    }

                    count++;
                    Write(run, happened, run.Session.Get(timestamp));
                    if (!run.Session.Get(loop))
                    {
                        break;
                    }
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested && !run.Cancellation.IsCancellationRequested)
            {
                Note(run, Messages.Note_EventsTimedOut);
            }

            Note(run, Text.Of(Messages.Note_EventsReceived, count));
            return count > 0 ? ExitCode.Done : ExitCode.NotJudged;
        }
    }

    private static void Write(DomainRun run, DomainEvent happened, bool hasTime)
    {
        if (run.IsJson)
        {
            run.Session.WriteJsonLine(DomainEventText.Json(happened));
            return;
        }

        run.Session.Out.Write(DomainEventText.Line(happened, hasTime));
        run.Session.Out.Flush();
    }

    // Programs count by themselves, and there is no document that could hold a remark.
    private static void Note(DomainRun run, string text)
    {
        if (!run.IsJson)
        {
            run.Session.Note(text);
        }
    }
}
