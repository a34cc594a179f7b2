using System.Collections.Immutable;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Map;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Platforms;

namespace NVirt.Fleet.Drifts;

/// <summary>A class of hosts against a frozen baseline. Immutable.</summary>
/// <param name="Class">The class.</param>
/// <param name="Lacking">What is promised and the hosts lack, by name; also <c>guestPhysBits</c> where fewer.</param>
/// <param name="Unknown">What is promised and nobody knows of the hosts: features, and axes by name.</param>
/// <param name="Headroom">What the hosts have besides.</param>
/// <param name="PhysBits">The hosts' physical address bits, where fewer than promised; otherwise <see langword="null"/>.</param>
public sealed record BaselineHosts(
    HostClass Class, ImmutableArray<string> Lacking, ImmutableArray<string> Unknown, ImmutableArray<string> Headroom, int? PhysBits)
{
    /// <summary>Whether the hosts do not keep the promise.</summary>
    public bool IsBelow => !Lacking.IsEmpty || PhysBits is not null;
}

/// <summary>The present against a frozen baseline (fleet-rules.md 9). Immutable.</summary>
public sealed class BaselineDrift
{
    private const string PhysBits = "physBits";
    private const string GuestPhysBits = "guestPhysBits";

    private BaselineDrift(FrozenBaseline baseline, FleetInventory inventory)
    {
        Baseline = baseline;
        HashSet<string> named = [.. baseline.Hosts.Select(h => h.Name)];
        bool isOfAll = named.Count == 0;
        FleetHost[] hosts = [.. inventory.Hosts.Where(h => isOfAll || named.Contains(h.Name))];
        Unseen = [.. baseline.Hosts.Select(h => h.Name).Where(n => inventory.FindHost(n) is null).Order(StringComparer.Ordinal)];
        Unreadable = [.. hosts.Where(h => h.Class.IsUnreachable).Select(h => h.Name)];
        Hosts = [.. hosts.Select(h => h.Class).Where(c => !c.IsUnreachable).Distinct().OrderBy(c => c.Index).Select(Of)];
        Guests =
        [
            .. inventory.Guests.Where(g => g.Host is null ? isOfAll : isOfAll || named.Contains(g.Host))
                .Select(g => (Guest: g, Fit: GuestFit.Of(g, baseline.Features)))
                .Where(g => g.Fit.Kind != FitKind.Inside || !g.Fit.Exceeding.IsEmpty),
        ];
    }

    /// <summary>The baseline.</summary>
    public FrozenBaseline Baseline { get; }

    /// <summary>The hosts' classes.</summary>
    public ImmutableArray<BaselineHosts> Hosts { get; }

    /// <summary>Hosts of the baseline that the inventory does not have, by name.</summary>
    public ImmutableArray<string> Unseen { get; }

    /// <summary>Hosts of which nothing could be read, by name.</summary>
    public ImmutableArray<string> Unreadable { get; }

    /// <summary>Guests that have not just what is promised.</summary>
    public ImmutableArray<(FleetGuest Guest, GuestFit Fit)> Guests { get; }

    /// <summary>No if a host does not keep the promise, or a guest has more; undecided for what nobody knows.</summary>
    public CpuAnswer Answer => Hosts.Any(h => h.IsBelow) || Guests.Any(g => g.Fit.Kind == FitKind.Exceeds) ? CpuAnswer.No
        : Unseen.Length > 0 || Unreadable.Length > 0 || Hosts.Any(h => !h.Unknown.IsEmpty)
            || Guests.Any(g => g.Fit.Kind == FitKind.Undecided) ? CpuAnswer.Unknown : CpuAnswer.Yes;

    /// <summary>Compares.</summary>
    public static BaselineDrift Of(FrozenBaseline baseline, FleetInventory inventory)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(inventory);
        return new BaselineDrift(baseline, inventory);
    }

    private BaselineHosts Of(HostClass kind)
    {
        FeatureSpace space = kind.Judged.Bits.Space;
        FeatureSet promised = space.SetOf(Baseline.Features);
        int? bits = kind.Judged.Axes.PhysBits;
        return new BaselineHosts(
            kind,

            // What the map does not know it cannot have kept.
            [
                .. space.SortedNames(promised & kind.Judged.Bits.NoSet)
                    .Concat(Baseline.Features.Where(f => space.Find(f) < 0))
                    .Concat(kind.Judged.Axes.GuestPhysBits < Promised(GuestPhysBits) ? [GuestPhysBits] : Array.Empty<string>())
                    .Order(StringComparer.Ordinal),
            ],
            [
                .. space.SortedNames(promised & kind.Judged.Bits.UnknownSet),
                .. Promised(PhysBits) is not null && bits is null ? [PhysBits] : Array.Empty<string>(),
                .. Promised(GuestPhysBits) is not null && kind.Judged.Axes.GuestPhysBits is null ? [GuestPhysBits] : Array.Empty<string>(),
            ],
            space.SortedNames(kind.Judged.Bits.YesSet - promised), bits < Promised(PhysBits) ? bits : null);
    }

    private long? Promised(string axis) => Baseline.Axes.TryGetValue(axis, out long least) ? least : null;
}
