using System.Collections.Concurrent;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;

namespace NVirt.Daemon.Hypervisors;

/// <summary>
/// What a driver said of its host and of what domains can have, kept as long as the daemon runs, since clients ask often. Safe for use by
/// several threads.
/// </summary>
/// <param name="driver">The driver.</param>
internal sealed class HypervisorAnswers(IDomainDriver driver)
{
    // As many as one host's emulators, machines and types can make; a client that invents more is answered, and not kept.
    private const int Most = 256;

    private readonly ConcurrentDictionary<DomainKind, Answer<DomainCapabilities>> _domains = new();
    private Answer<HostCapabilities>? _host;

    /// <summary>What the host is.</summary>
    public async ValueTask<Answer<HostCapabilities>> HostAsync(CancellationToken cancellation)
    {
        if (_host is { } known)
        {
            return known;
        }

        HostCapabilities host = await driver.GetCapabilitiesAsync(cancellation);
        Answer<HostCapabilities> answer = new(host, HostCapabilitiesXml.Format(host));
        _host = answer;
        GiveBack();
        return answer;
    }

    /// <summary>What domains can have.</summary>
    public async ValueTask<Answer<DomainCapabilities>> DomainsAsync(DomainKind kind, CancellationToken cancellation)
    {
        if (_domains.TryGetValue(kind, out Answer<DomainCapabilities>? known))
        {
            return known;
        }

        DomainCapabilities domains = await driver.GetDomainCapabilitiesAsync(kind, cancellation);
        Answer<DomainCapabilities> answer = new(domains, DomainCapabilitiesXml.Format(domains));
        if (_domains.Count < Most)
        {
            _domains[kind] = answer;
        }

        GiveBack();
        return answer;
    }

    // The emulators' own answers, which were read for it, are ten times as large and not needed any more.
    private static void GiveBack() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
