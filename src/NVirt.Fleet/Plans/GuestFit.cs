using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Plans;

/// <summary>How a guest fits a baseline. The names are part of the JSON output.</summary>
public enum FitKind
{
    /// <summary>It has just what is promised: it may move anywhere in the pool now.</summary>
    Inside,
    /// <summary>It has less: it works, and gains at its next power cycle.</summary>
    Below,
    /// <summary>It has more: it must be stopped and started after its configuration is changed.</summary>
    Exceeds,
    /// <summary>What nobody knows decides.</summary>
    Undecided,
}

/// <summary>A guest against a target baseline (fleet-rules.md 10). Immutable.</summary>
/// <param name="Kind">How it fits.</param>
/// <param name="Exceeding">What it has and the baseline does not promise, by name.</param>
/// <param name="Lacking">What is promised and it does not have.</param>
/// <param name="Unknown">What it may have and the baseline does not promise.</param>
public sealed record GuestFit(
    FitKind Kind, ImmutableArray<string> Exceeding, ImmutableArray<string> Lacking, ImmutableArray<string> Unknown)
{
    /// <summary>What besides features keeps it from some host of the pool, as names of axes; empty if nothing is known to.</summary>
    public ImmutableArray<string> Axes { get; private init; } = [];

    /// <summary>The same once what is not a feature counts too: what does not fit must change as much as a feature.</summary>
    /// <param name="axes">What does not fit, and what nobody knows and could not fit.</param>
    internal GuestFit With((ImmutableArray<string> Fatal, bool IsOpen) axes) => this with
    {
        Kind = Kind == FitKind.Exceeds || !axes.Fatal.IsEmpty ? FitKind.Exceeds : axes.IsOpen ? FitKind.Undecided : Kind,
        Axes = axes.Fatal,
    };

    /// <summary>Compares a guest with a baseline.</summary>
    public static GuestFit Of(FleetGuest guest, IReadOnlyCollection<string> target)
    {
        ArgumentNullException.ThrowIfNull(guest);
        ArgumentNullException.ThrowIfNull(target);
        FeatureSpace space = guest.Class.Demand.Space;
        bool isGuessed = guest.Class.IsGuessed;
        FeatureSet has = isGuessed ? guest.Class.Demand.Need : guest.Class.Judged.Bits.YesSet;
        FeatureSet may = isGuessed ? guest.Class.Demand.Possible : guest.Class.Judged.Bits.UnknownSet;
        return Of(space, has, may, space.SetOf(target));
    }

    /// <summary>Compares sets.</summary>
    /// <param name="space">The features that there are.</param>
    /// <param name="has">What the guest has.</param>
    /// <param name="may">What it may have.</param>
    /// <param name="target">What is promised.</param>
    internal static GuestFit Of(FeatureSpace space, in FeatureSet has, in FeatureSet may, in FeatureSet target)
    {
        // What the hypervisor makes is everywhere.
        FeatureSet ignored = space.SetOf(CompiledFleet.Ignored().Select(r => r[0]));
        FeatureSet exceeding = has - target - ignored;
        FeatureSet open = may - target - ignored;
        FeatureSet lacking = target - has - may - ignored;
        FitKind kind = !exceeding.IsEmpty ? FitKind.Exceeds : !open.IsEmpty ? FitKind.Undecided
            : !lacking.IsEmpty ? FitKind.Below : FitKind.Inside;
        return new GuestFit(kind, space.SortedNames(exceeding), space.SortedNames(lacking), space.SortedNames(open));
    }
}
