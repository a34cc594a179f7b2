using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Freezes;

/// <summary>Freezes what the hosts of a pool have in common.</summary>
public static class BaselineFreeze
{
    /// <summary>A new version.</summary>
    /// <param name="name">The pool's name.</param>
    /// <param name="inventory">The inventory.</param>
    /// <param name="classes">The classes of the pool's hosts, all of one kind.</param>
    /// <param name="previous">The version before; <see langword="null"/> for the first.</param>
    /// <param name="created">The present.</param>
    /// <param name="tool">The program.</param>
    /// <param name="outputs">The text for each platform.</param>
    /// <exception cref="CpuException">There is no host, they are of several kinds, or nothing is known of one of them.</exception>
    public static FrozenBaseline Of(
        string name, FleetInventory inventory, IReadOnlyList<HostClass> classes, FrozenBaseline? previous, DateTimeOffset created,
        string tool, IEnumerable<KeyValuePair<string, string>> outputs)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(classes);
        HostBits.RequireOneKind(classes);
        FeatureSpace space = classes[0].Judged.Bits.Space;
        return new FrozenBaseline
        {
            Name = name,
            Version = (previous?.Version ?? 0) + 1,
            Created = created,
            Tool = tool,
            Map = FrozenMap.Of(space),
            Arch = classes[0].Judged.Arch.ToName(),
            Vendor = classes[0].Vendor,
            Features = space.SortedNames(HostBits.Base(classes)),
            Axes = AxesOf(classes),
            Hosts =
            [
                .. classes.SelectMany(inventory.HostsOf).OrderBy(h => h.Name, StringComparer.Ordinal)
                    .Select(h => new FrozenHost(h.Name, h.Class.Name, h.Details.Time)),
            ],
            Outputs = outputs.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Previous = previous?.Digest,
        };
    }

    // Only what is known of every host is promised.
    private static ImmutableSortedDictionary<string, long> AxesOf(IReadOnlyList<HostClass> classes)
    {
        ImmutableSortedDictionary<string, long>.Builder axes =
            ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        Least("physBits", c => c.Judged.Axes.PhysBits);
        Least("guestPhysBits", c => c.Judged.Axes.GuestPhysBits);
        return axes.ToImmutable();

        void Least(string name, Func<HostClass, int?> value)
        {
            if (classes.All(c => value(c) is not null))
            {
                axes[name] = classes.Min(c => value(c)!.Value);
            }
        }
    }
}
