using System.Collections.Immutable;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Platforms;

namespace NVirt.Fleet.WhatIfs;

/// <summary>What hosts of one kind have in common, before and after.</summary>
/// <param name="Kind">The vendor and the architecture.</param>
/// <param name="Lost">What they no longer have in common, by name.</param>
/// <param name="Gained">What they have in common then.</param>
/// <param name="OldPhysBits">The physical address bits that all had; <see langword="null"/> if that is not known.</param>
/// <param name="NewPhysBits">Those that all have then.</param>
public sealed record KindDifference(
    string Kind, ImmutableArray<string> Lost, ImmutableArray<string> Gained, int? OldPhysBits, int? NewPhysBits)
{
    /// <summary>Whether nothing changes.</summary>
    public bool IsNone => Lost.IsEmpty && Gained.IsEmpty && OldPhysBits == NewPhysBits;
}

/// <summary>A guest that can go to more or to fewer hosts.</summary>
/// <param name="Guest">Its name.</param>
/// <param name="Old">Its hosts before.</param>
/// <param name="New">Its hosts after.</param>
/// <param name="LosesHost">Whether the host that it is on goes, so that it must go somewhere.</param>
public sealed record GuestDifference(string Guest, MatrixTargets Old, MatrixTargets New, bool LosesHost)
{
    /// <summary>Whether no host is known to take it any more: before there was another, or its own.</summary>
    public bool IsNewlyStuck => New.IsStuck && (LosesHost || !Old.IsStuck);
}

/// <summary>What changes would do: the answers before and after (fleet-rules.md 7). Immutable.</summary>
public sealed class FleetDifference
{
    private FleetDifference(FleetMatrix old, FleetMatrix now)
    {
        Old = old;
        New = now;
        string[] kinds =
        [
            .. old.Inventory.HostClasses.Concat(now.Inventory.HostClasses).Where(c => !c.IsUnreachable).Select(HostBits.KindOf)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        Kinds = [.. kinds.Select(k => Of(k, ClassesOf(old, k), ClassesOf(now, k))).Where(k => !k.IsNone)];
        Guests = [.. GuestsOf(old, now)];
    }

    /// <summary>The matrix before.</summary>
    public FleetMatrix Old { get; }

    /// <summary>The matrix after.</summary>
    public FleetMatrix New { get; }

    /// <summary>Kinds of hosts whose baseline changes.</summary>
    public ImmutableArray<KindDifference> Kinds { get; }

    /// <summary>Guests whose targets change, those that can go nowhere then first.</summary>
    public ImmutableArray<GuestDifference> Guests { get; }

    /// <summary>No if a guest can go nowhere then that could before; undecided if nobody knows.</summary>
    public CpuAnswer Answer => Guests.Any(g => g.IsNewlyStuck && g.New.Undecided == 0) ? CpuAnswer.No
        : Guests.Any(g => g.IsNewlyStuck) ? CpuAnswer.Unknown : CpuAnswer.Yes;

    /// <summary>Compares an inventory with what it would be.</summary>
    public static FleetDifference Of(FleetInventory old, FleetInventory now, FleetOptions? options = null) =>
        new(FleetMatrix.Of(old, options), FleetMatrix.Of(now, options));

    private static HostClass[] ClassesOf(FleetMatrix matrix, string kind) =>
        [.. matrix.Inventory.HostClasses.Where(c => !c.IsUnreachable && HostBits.KindOf(c) == kind)];

    private static KindDifference Of(string kind, HostClass[] old, HostClass[] now)
    {
        FeatureSpace space = old.Concat(now).First().Judged.Bits.Space;
        FeatureSet before = HostBits.Base(old);
        FeatureSet after = HostBits.Base(now);
        return new KindDifference(kind, space.SortedNames(before - after), space.SortedNames(after - before), Bits(old), Bits(now));
    }

    private static int? Bits(HostClass[] classes) => classes.Length == 0 || classes.Any(c => c.Judged.Axes.PhysBits is null) ? null
        : classes.Min(c => c.Judged.Axes.PhysBits);

    private static IEnumerable<GuestDifference> GuestsOf(FleetMatrix old, FleetMatrix now) => old.Inventory.Guests
        .Zip(now.Inventory.Guests, (a, b) => new GuestDifference(
            a.Name, old.Targets[a.Class.Index], now.Targets[b.Class.Index], LosesHost: a.Host is not null && b.Host is null))
        .Where(g => g.Old != g.New || g.LosesHost).OrderBy(g => !g.New.IsStuck).ThenBy(g => g.New.Yes - g.Old.Yes)
        .ThenBy(g => g.Guest, StringComparer.Ordinal);
}
