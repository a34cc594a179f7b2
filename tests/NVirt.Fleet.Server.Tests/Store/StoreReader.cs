using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>A replica that reads only what changed, and so must always hold the whole.</summary>
internal sealed class StoreReader(IFleetStore store)
{
    private long _mark;

    public Dictionary<string, StoredHost> Hosts { get; } = [];

    public Dictionary<string, StoredGuest[]> Guests { get; } = [];

    public async Task ReadAsync(CancellationToken cancellation)
    {
        StoredChanges changes = await store.ReadChangesAsync(_mark, cancellation);
        ILookup<string, StoredGuest> guests = changes.Guests.ToLookup(g => g.Host);
        foreach (StoredHost host in changes.Hosts)
        {
            Hosts[host.Name] = host;
            Guests[host.Name] = [.. guests[host.Name]];
        }

        foreach (StoredSeen seen in changes.Seen)
        {
            Hosts[seen.Name] = Hosts[seen.Name] with { SeenAt = seen.SeenAt };
        }

        _mark = changes.Mark;
    }
}
