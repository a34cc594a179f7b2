using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Platforms;

namespace NVirt.Fleet.Drifts;

/// <summary>What guests rely on of a host: what those have that run on it, and those that could move to it (fleet-rules.md 9).</summary>
public static class GuestReliance
{
    /// <summary>The features, by name.</summary>
    /// <param name="inventory">The fleet as it was before the host changed.</param>
    /// <param name="host">The host's name.</param>
    /// <param name="options">How pairs are judged; <see langword="null"/> for everything that is known.</param>
    /// <exception cref="Cpu.CpuException">There is no such host.</exception>
    public static ImmutableArray<string> Of(FleetInventory inventory, string host, FleetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        FleetHost found = inventory.FindHost(host) ?? throw FleetErrors.Bad(Xml.Text.Of(Messages.Pools_PinHost, host));
        FleetOptions how = options ?? new FleetOptions();
        FeatureSpace space = found.Class.Judged.Bits.Space;
        FeatureSet relied = default;
        foreach (IGrouping<GuestClass, FleetGuest> guests in inventory.Guests.Where(g => g.IsRunning).GroupBy(g => g.Class)
            .Where(g => g.Key.Demand.Space == space))
        {
            if (guests.Any(g => g.Host == host) || PairJudge.IsYes(PairJudge.VerdictOf(guests.Key, found.Class, how, out _)))
            {
                relied |= guests.Key.Demand.Need;
            }
        }

        return space.SortedNames(relied);
    }
}
