using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// Hosts and guests with their classes. All questions work on classes; names come back at the end. Hosts, guests and classes are in the
/// byte order of their names, so no answer depends on the order in which they were read. Immutable.
/// </summary>
public sealed class FleetInventory
{
    private readonly Lazy<Dictionary<string, FleetHost>> _hosts;
    private readonly Lazy<ILookup<HostClass, FleetHost>> _ofClass;
    private readonly Lazy<ILookup<GuestClass, FleetGuest>> _guestsOfClass;

    internal FleetInventory(
        FleetHost[] hosts, FleetGuest[] guests, ImmutableArray<HostClass> hostClasses, ImmutableArray<GuestClass> guestClasses,
        ImmutableArray<FleetPool> pools, ImmutableArray<string> remarks, CpuMap map)
    {
        Hosts = hosts;
        Guests = guests;
        HostClasses = hostClasses;
        GuestClasses = guestClasses;
        Pools = pools;
        Remarks = remarks;
        Map = map;
        _hosts = new(() => hosts.ToDictionary(h => h.Name, StringComparer.Ordinal));
        _ofClass = new(() => hosts.ToLookup(h => h.Class));
        _guestsOfClass = new(() => guests.ToLookup(g => g.Class));
    }

    /// <summary>All hosts.</summary>
    public IReadOnlyList<FleetHost> Hosts { get; }

    /// <summary>All guests.</summary>
    public IReadOnlyList<FleetGuest> Guests { get; }

    /// <summary>The classes of hosts.</summary>
    public ImmutableArray<HostClass> HostClasses { get; }

    /// <summary>The classes of guests.</summary>
    public ImmutableArray<GuestClass> GuestClasses { get; }

    /// <summary>The pools that the inventory names.</summary>
    public ImmutableArray<FleetPool> Pools { get; }

    /// <summary>What was left out, and why; in the order of reading.</summary>
    public ImmutableArray<string> Remarks { get; }

    /// <summary>The map of features.</summary>
    public CpuMap Map { get; }

    /// <summary>A host by its name; <see langword="null"/> if there is none.</summary>
    public FleetHost? FindHost(string name) => _hosts.Value.GetValueOrDefault(name);

    /// <summary>A pool by its name; <see langword="null"/> if the inventory names none so.</summary>
    public FleetPool? FindPool(string name) => Pools.FirstOrDefault(p => p.Name == name);

    /// <summary>The classes of a pool's hosts, or of all hosts without a pool; those of which nothing is known are left out.</summary>
    public IReadOnlyList<HostClass> KnownClasses(FleetPool? pool) => pool is null
        ? [.. HostClasses.Where(c => !c.IsUnreachable)]
        :
        [
            .. pool.Hosts.Select(FindHost).OfType<FleetHost>().Select(h => h.Class).Where(c => !c.IsUnreachable).Distinct()
                .OrderBy(c => c.Index),
        ];

    /// <summary>The hosts of a class, by name.</summary>
    public IEnumerable<FleetHost> HostsOf(HostClass kind) => _ofClass.Value[kind];

    /// <summary>The guests of a class, by name.</summary>
    public IEnumerable<FleetGuest> GuestsOf(GuestClass kind) => _guestsOfClass.Value[kind];
}

/// <summary>A pool that an inventory names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hosts">The names of its hosts.</param>
public sealed record FleetPool(string Name, ImmutableArray<string> Hosts);
