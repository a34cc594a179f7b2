using NVirt.Domains.Driver.Events;

namespace NVirt.Remote.Events;

/// <summary>
/// Puts libvirt's events into the contract's order. There, a guest that is started begins to run before it is told that it was started, and
/// one that is ended was shut down by the host before it has stopped. So both of these are held until the next event of the domain.
/// </summary>
internal sealed class WireOrder
{
    private readonly Dictionary<Guid, DomainEvent> _held = [];

    /// <summary>Takes the next event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="isHeld">Whether it waits for the next one of the domain, or for <see cref="Release"/>.</param>
    /// <returns>What can be told now.</returns>
    public IReadOnlyList<DomainEvent> Add(DomainEvent happened, out bool isHeld)
    {
        List<DomainEvent> told = [];
        if (_held.Remove(happened.Uuid, out DomainEvent? before))
        {
            switch (before.Kind, happened.Kind, happened.Detail)
            {
                case (DomainEventKind.Resumed, DomainEventKind.Started, _):
                    isHeld = false;
                    return [happened, before];
                case (DomainEventKind.Shutdown, DomainEventKind.Stopped, DomainEventDetail.Destroyed):
                    break;
                default:
                    told.Add(before);
                    break;
            }
        }

        isHeld = happened is { Kind: DomainEventKind.Resumed } or { Kind: DomainEventKind.Shutdown, Detail: DomainEventDetail.Host };
        if (isHeld)
        {
            _held[happened.Uuid] = happened;
        }
        else
        {
            told.Add(happened);
        }

        return told;
    }

    /// <summary>Lets an event go that was held, if it still is.</summary>
    /// <returns>Whether it can be told now.</returns>
    public bool Release(DomainEvent held) =>
        _held.TryGetValue(held.Uuid, out DomainEvent? still) && ReferenceEquals(still, held) && _held.Remove(held.Uuid);
}
