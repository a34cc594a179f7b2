using NVirt.Domains.Driver.Events;

namespace NVirt.Qemu.Driver.Watching;

/// <summary>What a watcher has seen and not told yet.</summary>
internal sealed class WatchNews
{
    private readonly List<DomainEvent> _events = [];
    private readonly Dictionary<Guid, uint> _running = [];

    /// <summary>What is to be told, in its order.</summary>
    public IReadOnlyList<DomainEvent> Events => _events;

    /// <summary>The number of a domain's guest; <see langword="null"/> once it has ended.</summary>
    public void SetId(Guid uuid, uint? id)
    {
        if (id is { } number)
        {
            _running[uuid] = number;
        }
        else
        {
            _running.Remove(uuid);
        }
    }

    public void Clear() => _events.Clear();

    /// <summary>Adds what happened to a domain, with the number that its guest has now.</summary>
    public void Add(
        string name,
        Guid uuid,
        DomainEventKind kind,
        DomainEventDetail detail = DomainEventDetail.None,
        string? text = null,
        DateTimeOffset? time = null) => _events.Add(new DomainEvent(time ?? DateTimeOffset.UtcNow, name, uuid, kind, detail)
        {
            Id = _running.TryGetValue(uuid, out uint id) ? id : null,
            Text = text,
        });

    /// <inheritdoc cref="Add(string, Guid, DomainEventKind, DomainEventDetail, string?, DateTimeOffset?)"/>
    public void Add(
        WatchedGuest guest,
        DomainEventKind kind,
        DomainEventDetail detail = DomainEventDetail.None,
        string? text = null,
        DateTimeOffset? time = null) => Add(guest.Name, guest.Uuid, kind, detail, text, time);
}
