using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>
/// A hypervisor in memory, for tests of what stands on drivers: its domains have states, numbers, CPUs and events, and nothing runs. The host
/// is made up, or given. It decides on CPUs as a real one does, and what it can not give it refuses. Safe for use by several threads.
/// </summary>
public sealed partial class TestDriver : HostDriver
{
    private readonly TestDomains _domains = new();
    private readonly DomainEventHub _events = new();
    private readonly TestCpuBuilder _cpus;
    private readonly TestDriverOptions _options;

    /// <summary>A new host.</summary>
    /// <param name="options">What it is like; <see langword="null"/> for a made-up one on which a domain <c>test</c> runs.</param>
    /// <exception cref="CpuException">A domain that is given can not run here.</exception>
    /// <exception cref="DomainException">Two of them have the same name or UUID.</exception>
    public TestDriver(TestDriverOptions? options = null)
        : base(new Uri("test:///default"), options?.Host ?? TestHost.Cpu, TestHost.Guests, options?.Map)
    {
        _options = options ?? new TestDriverOptions();
        _cpus = new TestCpuBuilder(Cpus, Host.Cpu);
        foreach (DomainDocument document in _options.Domains ?? [TestHost.Domain])
        {
            TestDomain domain = Define(document);
            domain.Guest = NewGuest(domain.Definition!, document.AtCpu(() => _cpus.Build(document.Definition.Cpu)), DomainState.Running);
        }
    }

    /// <inheritdoc/>
    public override DomainOperations Operations => DomainOperations.All;

    /// <summary>Ends all streams of events. Who has a domain in hand may go on.</summary>
    public override ValueTask DisposeAsync()
    {
        _events.Close();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<DomainEvent> WatchAsync(string? domain = null, CancellationToken cancellation = default) =>
        Look(() => _events.Watch(domain is null ? null : _domains.Find(domain).Uuid, cancellation));

    private void Tell(TestDomain domain, DomainEventKind kind, string? detail = null) =>
        _events.Publish(new DomainEvent(DateTimeOffset.UtcNow, domain.Name, domain.Uuid, kind, detail));
}
