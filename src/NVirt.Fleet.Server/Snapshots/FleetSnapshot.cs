using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;

namespace NVirt.Fleet.Server.Snapshots;

/// <summary>
/// The fleet as it was at one moment: all questions are about one of these. Immutable, and safe for use by several threads.
/// </summary>
internal sealed class FleetSnapshot
{
    private readonly Lazy<FleetMatrix> _matrix;
    private readonly Lazy<ILookup<string?, FleetGuest>> _onHost;
    private volatile FleetMatrix? _former;

    public FleetSnapshot(
        FleetInventory inventory, FleetInventory archive, IReadOnlyDictionary<FleetGuest, string> ids,
        IReadOnlyDictionary<string, string> pools, DateTimeOffset time, string id, FleetMatrix? former = null)
    {
        _former = former;
        Inventory = inventory;
        Archive = archive;
        Ids = ids;
        Pools = pools;
        Time = time;
        Id = id;
        _matrix = new(() =>
        {
            FleetMatrix matrix = FleetMatrix.Of(inventory, Options, _former);
            _former = null;
            return matrix;
        });
        _onHost = new(() => inventory.Guests.ToLookup(g => g.Host));
    }

    /// <summary>How pairs are judged.</summary>
    public static FleetOptions Options { get; } = new();

    /// <summary>Hosts, guests and classes. A guest whose name another one has too is called host/name.</summary>
    public FleetInventory Inventory { get; }

    /// <summary>
    /// Hosts of which nothing was heard for long (<see cref="SnapshotBuilder.ArchiveDays"/>), without their guests: no question is about
    /// them until they are heard of again.
    /// </summary>
    public FleetInventory Archive { get; }

    /// <summary>What stays the same of each guest when it moves.</summary>
    public IReadOnlyDictionary<FleetGuest, string> Ids { get; }

    /// <summary>The pool of each host that is in one.</summary>
    public IReadOnlyDictionary<string, string> Pools { get; }

    /// <summary>When it was, by the service's clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Tells one snapshot from another: the ETag of answers.</summary>
    public string Id { get; }

    /// <summary>Who can go where; judged once, when it is asked for.</summary>
    public FleetMatrix Matrix => _matrix.Value;

    /// <summary>The newest matrix that is judged already, of this snapshot or one before; <see langword="null"/> if none is.</summary>
    public FleetMatrix? LastMatrix => _matrix.IsValueCreated ? _matrix.Value : _former;

    /// <summary>The same for a part of the fleet.</summary>
    public FleetMatrix MatrixOf(FleetInventory part) => part == Inventory ? Matrix : FleetMatrix.Of(part, Options);

    /// <summary>A host, archived or not; <see langword="null"/> if there is none of that name.</summary>
    public FleetHost? FindHost(string name) => Inventory.FindHost(name) ?? Archive.FindHost(name);

    /// <summary>The guests of a host, by name.</summary>
    public IEnumerable<FleetGuest> GuestsOn(string host) => _onHost.Value[host];

    /// <summary>The guests with an id: mostly one, two while it moves.</summary>
    public IEnumerable<FleetGuest> FindGuests(string id) =>
        Inventory.Guests.Where(g => Ids[g] == id || g.Name == id);
}
