using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>Something that is done with a domain and takes time: nobody else changes the guest meanwhile, and destroying it ends the work.</summary>
internal sealed class TestWork : IDisposable
{
    private readonly TestDomains _domains;
    private readonly IDisposable _turn;

    // Holds nothing that would have to be given back, and is canceled by others at any time.
    private readonly CancellationTokenSource _end = new();

    /// <summary>Begins. The caller has the domain's turn, which ends with this.</summary>
    public TestWork(TestDomains domains, TestDomain domain, IDisposable turn)
    {
        _domains = domains;
        _turn = turn;
        Domain = domain;
        lock (domains.Lock)
        {
            domain.Work = this;
        }
    }

    public TestDomain Domain { get; }

    /// <summary>Ends it from outside, and does not wait for that.</summary>
    public void End() => _ = _end.CancelAsync();

    /// <summary>Does a step, which ends early if the guest is destroyed.</summary>
    /// <exception cref="DomainException">It was (failed).</exception>
    public async Task DoAsync(Func<CancellationToken, Task> step, CancellationToken cancellation)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellation);
        try
        {
            await step(either.Token);
        }
        catch (OperationCanceledException e) when (_end.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Driver_Destroyed, Domain.Name), e);
        }
    }

    public void Dispose()
    {
        lock (_domains.Lock)
        {
            Domain.Work = null;
        }

        _turn.Dispose();
    }
}
