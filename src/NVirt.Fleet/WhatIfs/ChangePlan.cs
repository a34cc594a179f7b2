using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Plans;

namespace NVirt.Fleet.WhatIfs;

/// <summary>
/// The moves that changes ask for: hosts that are bought are there first, then the others are emptied one after the other.
/// </summary>
public static class ChangePlan
{
    /// <summary>Plans.</summary>
    /// <param name="inventory">The inventory as it is.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="options">How pairs are judged; <see langword="null"/> for everything that is known.</param>
    /// <exception cref="Cpu.CpuException">A host is not there, or a feature is not known.</exception>
    public static FleetPlan Of(FleetInventory inventory, IReadOnlyCollection<FleetChange> changes, FleetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(changes);
        FleetInventory then = ChangedFleet.Of(inventory, changes);
        HashSet<string> worked = [.. changes.Select(c => HostOf(c)).OfType<string>().Where(h => inventory.FindHost(h) is not null)];
        FleetInventory start = ChangedFleet.Of(
            inventory, changes.Where(c => HostOf(c) is not { } host || inventory.FindHost(host) is null));
        FleetMatrix matrix = FleetMatrix.Of(start, options);
        return FleetPlan.Of(matrix, FleetPlan.PoolsOf(start), worked, then);
    }

    private static string? HostOf(FleetChange change) => change switch
    {
        FleetChange.Retire retire => retire.Host,
        FleetChange.Replace replace => replace.Host,
        FleetChange.Features features => features.Host,
        FleetChange.Move move => move.Host,
        _ => null,
    };
}
