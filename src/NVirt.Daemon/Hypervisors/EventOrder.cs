using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;

namespace NVirt.Daemon.Hypervisors;

/// <summary>
/// Puts a driver's events into libvirt's order. A start is told after the guest runs, or before it is paused: the driver tells the start
/// first, and what follows at once. A guest that somebody ended was shut down by the host, which the driver does not tell by itself.
/// </summary>
/// <param name="domains">The domains when the events begin.</param>
internal sealed class EventOrder(IEnumerable<DomainSummary> domains)
{
    private readonly Dictionary<Guid, DomainEvent> _started = [];
    private readonly Dictionary<Guid, uint> _ids = domains.Where(d => d is { IsActive: true, Id: not null })
        .ToDictionary(d => d.Uuid, d => d.Id!.Value);
    private readonly HashSet<Guid> _shutDown = [];

    /// <summary>Takes the driver's next event.</summary>
    /// <returns>What can be told now.</returns>
    public IEnumerable<DomainEvent> Add(DomainEvent happened)
    {
        if (happened.Id is { } id)
        {
            _ids[happened.Uuid] = id;
        }

        switch (happened.Kind)
        {
            case DomainEventKind.Started:
                _started[happened.Uuid] = happened;
                _shutDown.Remove(happened.Uuid);
                return [];
            case DomainEventKind.Shutdown:
                _shutDown.Add(happened.Uuid);
                break;
        }

        List<DomainEvent> told = [happened];
        if (happened is { Kind: DomainEventKind.Stopped, Detail: DomainEventDetail.Destroyed } && _shutDown.Add(happened.Uuid))
        {
            told.Insert(0, happened with
            {
                Kind = DomainEventKind.Shutdown,
                Detail = DomainEventDetail.Host,
                Id = _ids.TryGetValue(happened.Uuid, out uint last) ? last : null,
            });
        }

        if (_started.Remove(happened.Uuid, out DomainEvent? start))
        {
            told.Insert(happened.Kind == DomainEventKind.Resumed ? 1 : 0, start);
        }

        return told;
    }
}
