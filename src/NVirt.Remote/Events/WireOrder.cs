using NVirt.Domains.Driver.Events;

namespace NVirt.Remote.Events;

/// <summary>
/// Puts libvirt's events into the contract's order. There, a guest that is started begins to run before it is told that it was started, and
/// one that is ended was shut down by the host before it has stopped. So both of these are held until the next event of the domain, however
/// late it comes: a guest's number tells whether it was started before.
/// </summary>
internal sealed class WireOrder
{
    private readonly Dictionary<Guid, DomainEvent> _held = [];
    private readonly Dictionary<Guid, uint> _begun = [];

    /// <summary>Says which guests ran when the events began, with their numbers.</summary>
    /// <returns>What was held until this was known.</returns>
    public IReadOnlyList<DomainEvent> Begin(IEnumerable<(Guid Uuid, uint Id)> running)
    {
        List<DomainEvent> told = [];
        foreach ((Guid uuid, uint id) in running)
        {
            if (_begun.TryAdd(uuid, id) && _held.TryGetValue(uuid, out DomainEvent? held) && !MustBeHeld(held))
            {
                _held.Remove(uuid);
                told.Add(held);
            }
        }

        return told;
    }

    /// <summary>Takes the next event.</summary>
    /// <returns>What can be told now.</returns>
    public IReadOnlyList<DomainEvent> Add(DomainEvent happened)
    {
        List<DomainEvent> told = [];
        bool isStart = happened.Kind == DomainEventKind.Started;
        if (_held.Remove(happened.Uuid, out DomainEvent? before) && !isStart
            && (before.Kind, happened.Kind, happened.Detail)
                is not (DomainEventKind.Shutdown, DomainEventKind.Stopped, DomainEventDetail.Destroyed))
        {
            told.Add(before);
        }

        if (MustBeHeld(happened))
        {
            _held[happened.Uuid] = happened;
            return told;
        }

        Note(happened);
        told.Add(happened);
        if (isStart && before is not null)
        {
            told.Insert(before.Kind == DomainEventKind.Resumed ? 1 : 0, before);
        }

        return told;
    }

    /// <summary>Nothing more comes.</summary>
    /// <returns>What was held.</returns>
    public IReadOnlyList<DomainEvent> End()
    {
        DomainEvent[] held = [.. _held.Values];
        _held.Clear();
        return held;
    }

    private bool MustBeHeld(DomainEvent happened) => happened.Kind switch
    {
        DomainEventKind.Shutdown => happened.Detail == DomainEventDetail.Host,
        DomainEventKind.Resumed => happened.Id is { } id && (!_begun.TryGetValue(happened.Uuid, out uint known) || known != id),
        _ => false,
    };

    private void Note(DomainEvent happened)
    {
        if (happened.Kind == DomainEventKind.Stopped)
        {
            _begun.Remove(happened.Uuid);
        }
        else if (happened.Id is { } id)
        {
            _begun[happened.Uuid] = id;
        }
    }
}
