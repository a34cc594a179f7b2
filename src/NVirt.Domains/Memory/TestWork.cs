using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Domains.Memory;

/// <summary>
/// An operation on a domain that takes time: nobody else changes the guest meanwhile, and destroying the guest cancels it.
/// </summary>
internal sealed class TestWork : IDisposable
{
    private readonly TestDomains _domains;
    private readonly IDisposable _turn;

    // It holds nothing to release, and others may cancel it at any time.
    private readonly CancellationTokenSource _end = new();

    /// <summary>Begins. The caller has the domain's semaphore, which is released when this ends.</summary>
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

    /// <summary>Cancels it from outside, without waiting.</summary>
    public void End() => _ = _end.CancelAsync();

    /// <summary>Does a step, which is cancelled if the guest is destroyed.</summary>
    /// <exception cref="DomainException">It was destroyed (failed).</exception>
    public async Task DoAsync(Func<CancellationToken, Task> step, CancellationToken cancellation)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellation);
        try
        {
            await step(either.Token);
        }
        catch (OperationCanceledException e) when (_end.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new DomainException(DomainErrorKind.Aborted, Text.Of(Messages.Driver_Destroyed, Domain.Name), e);
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
