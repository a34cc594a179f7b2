using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;

namespace NVirt.Domains.Memory;

/// <summary>
/// A hypervisor in memory, for testing code that uses drivers: its domains have states, numbers, CPUs and events, but nothing runs. The
/// host is invented, or given. It decides about CPUs like a real one, and refuses what it cannot provide. Safe for use by several threads.
/// </summary>
public sealed partial class TestDriver : HostDriver, IDomainEventBarrier
{
    private readonly TestDomains _domains = new();
    private readonly DomainEventHub _events = new();
    private readonly TestCpuBuilder _cpus;
    private readonly TestDriverOptions _options;

    /// <summary>A new host.</summary>
    /// <param name="options">What it is like; <see langword="null"/> for an invented host on which a domain <c>test</c> runs.</param>
    /// <exception cref="CpuException">A given domain cannot run here.</exception>
    /// <exception cref="DomainException">Two of them have the same name or UUID.</exception>
    public TestDriver(TestDriverOptions? options = null)
        : base(new Uri("test:///default"), options?.Host ?? TestHost.Cpu, TestHost.Guests, options?.Map)
    {
        _options = options ?? new TestDriverOptions();
        _cpus = new TestCpuBuilder(Cpus, Host.Cpu);
        foreach (DomainDocument document in _options.Domains ?? [TestHost.Domain])
        {
            TestDomain domain = Define(document).Domain;
            domain.Guest = NewGuest(domain.Definition!, document.AtCpu(() => _cpus.Build(document.Definition.Cpu)))
                .In(DomainState.Running, DomainStateReason.Booted);
        }
    }

    /// <inheritdoc/>
    public override DomainOperations Operations => DomainOperations.All;

    /// <summary>Ends the guests that were started to end with it, and all event streams. Operations in progress may continue.</summary>
    public override ValueTask DisposeAsync()
    {
        Look(() =>
        {
            foreach (TestDomain domain in _domains.All().Where(d => d.Guest is { IsAutoDestroyed: true }))
            {
                domain.Work?.End();
                End(domain, DomainStateReason.Destroyed);
            }
        });
        _events.Close();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<DomainEvent> WatchAsync(DomainReference? domain = null, CancellationToken cancellation = default) =>
        Look(() => _events.Watch(domain is null ? null : _domains.Find(domain).Uuid, cancellation));

    /// <inheritdoc/>
    public Task PassAsync(CancellationToken cancellation = default) => _events.PassAsync(cancellation);

    private void Tell(TestDomain domain, DomainEventKind kind, DomainEventDetail detail = DomainEventDetail.None, string? text = null) =>
        _events.Publish(
            new DomainEvent(DateTimeOffset.UtcNow, domain.Name, domain.Uuid, kind, detail) { Id = domain.Guest?.Id, Text = text });
}
