using NVirt.Cli.Output.Json;
using NVirt.Domains.Driver;
using NVirt.RelaxNg.Matching;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Domains;

/// <summary>What one run of a command on domains works with.</summary>
/// <param name="Session">Its options, and where it writes.</param>
/// <param name="Driver">The domains.</param>
/// <param name="IsJson">Whether programs read what is written; otherwise people do.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record DomainRun(Session Session, IDomainDriver Driver, bool IsJson, CancellationToken Cancellation)
{
    /// <summary>Does something with a domain, and says so: in a sentence, or by what the domain is afterwards.</summary>
    /// <param name="domain">The domain, as the user calls it.</param>
    /// <param name="done">The sentence, with a place for that.</param>
    /// <param name="action">What is done.</param>
    public async Task<int> DoAsync(string domain, string done, Func<DomainReference, CancellationToken, Task> action)
    {
        if (IsJson)
        {
            DomainSummary before = await Driver.FindAsync(DomainReference.Parse(domain), Cancellation);
            await action(DomainReference.Parse(domain), Cancellation);
            Session.WriteJson(DomainJson.Of(await FindAfterAsync(before)));
        }
        else
        {
            await action(DomainReference.Parse(domain), Cancellation);
            Say(done, domain);
        }

        return ExitCode.Done;
    }

    /// <summary>What only some drivers can do.</summary>
    /// <param name="lacks">What is said if this one cannot, with a place for its URI.</param>
    /// <exception cref="DomainException">This one cannot (no support).</exception>
    public T Require<T>(string lacks)
        where T : class => Driver as T ?? throw new DomainException(DomainErrorKind.NoSupport, Text.Of(lacks, Driver.Uri));

    /// <summary>Writes a sentence.</summary>
    public void Say(string sentence, params object[] arguments) => Session.Out.Write($"{Text.OnOneLine(Text.Of(sentence, arguments))}\n");

    // A domain that was not defined is gone when it ends.
    private async Task<DomainSummary> FindAfterAsync(DomainSummary before)
    {
        try
        {
            return await Driver.FindAsync(before.Uuid, Cancellation);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.NotFound)
        {
            return before with
            {
                Id = null,
                ProcessId = null,
                State = DomainState.ShutOff,
                Reason = DomainStateReason.Unknown,
                IsPersistent = false
            };
        }
    }
}
