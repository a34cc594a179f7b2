using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu;

namespace NVirt.Cli.Commands;

/// <summary>What one run of a command on domains works with.</summary>
/// <param name="Session">Its options, and where it writes.</param>
/// <param name="Driver">The domains.</param>
/// <param name="IsJson">Whether programs read what is written; otherwise people do.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record DomainRun(Session Session, QemuDriver Driver, bool IsJson, CancellationToken Cancellation)
{
    /// <summary>Does something with a domain, and says so: in a sentence, or by what the domain is afterwards.</summary>
    /// <param name="domain">The domain, as the user calls it.</param>
    /// <param name="done">The sentence, with a place for that.</param>
    /// <param name="action">What is done.</param>
    public async Task<int> DoAsync(string domain, string done, Func<string, CancellationToken, Task> action)
    {
        if (IsJson)
        {
            DomainSummary before = await Driver.FindAsync(domain, Cancellation);
            await action(domain, Cancellation);
            Session.WriteJson(DomainJson.Of(await FindAfterAsync(before)));
        }
        else
        {
            await action(domain, Cancellation);
            Say(done, domain);
        }

        return ExitCode.Done;
    }

    /// <summary>Writes a sentence.</summary>
    public void Say(string sentence, params object[] arguments) => Session.Out.Write($"{Text.OnOneLine(Text.Of(sentence, arguments))}\n");

    // A domain that was not defined is gone when it ends.
    private async Task<DomainSummary> FindAfterAsync(DomainSummary before)
    {
        try
        {
            return await Driver.FindAsync(before.Uuid.ToString(), Cancellation);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.NotFound)
        {
            return before with { Id = null, ProcessId = null, State = DomainState.ShutOff, Reason = null, IsPersistent = false };
        }
    }
}
