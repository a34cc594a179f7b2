using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;

namespace NVirt.Platforms;

/// <summary>What a comparison of a guest with a host comes to.</summary>
public enum StatementVerdict
{
    /// <summary>The host has exactly what the guest wants.</summary>
    Identical,
    /// <summary>The host has more.</summary>
    Superset,
    /// <summary>The guest cannot run there, whatever is unknown.</summary>
    Incompatible,
    /// <summary>What the host's source does not say decides.</summary>
    Undecided,
}

/// <summary>A guest compared with a host. Immutable.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Missing">What the guest wants and the host lacks, by name.</param>
/// <param name="Unknown">What decides and is not known of the host, by name.</param>
/// <param name="Forbidden">What the host has and the guest does not take, by name.</param>
public sealed record StatementComparison(
    StatementVerdict Verdict, ImmutableArray<string> Missing, ImmutableArray<string> Unknown, ImmutableArray<string> Forbidden)
{
    /// <summary>Whether architecture or vendor differ, so that features do not matter.</summary>
    public bool IsOtherProcessor { get; private init; }

    /// <summary>
    /// Compares by what is known: one definite no makes the guest incompatible, and then something unknown that it wants makes the
    /// answer undecided.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="guest">The guest; features that it forces, disables or leaves optional do not matter.</param>
    public static StatementComparison Of(CpuStatement host, CpuStatement guest)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(guest);
        FeatureSpace space = host.Bits.Space;
        string? vendor = guest.Definition?.Vendor;
        if (space.Arch != guest.Bits.Space.Arch || (vendor is not null && host.Vendor is not null && vendor != host.Vendor))
        {
            return new StatementComparison(StatementVerdict.Incompatible, [], [], []) { IsOtherProcessor = true };
        }

        FeatureSet open = Named(CpuPolicy.Force, CpuPolicy.Optional, CpuPolicy.Disable);
        FeatureSet forbid = Named(CpuPolicy.Forbid);
        FeatureSet need = (guest.Bits.YesSet | (forbid & (guest.Model is { } model ? space.FindModel(model) ?? default : default))) - open;
        FeatureSet missing = need & host.Bits.NoSet;
        FeatureSet unknown = (need | forbid) & host.Bits.UnknownSet;
        FeatureSet forbidden = forbid & host.Bits.YesSet;
        if (guest.Definition?.Match == CpuMatch.Strict)
        {
            FeatureSet others = space.All - need - open - forbid;
            forbidden |= others & host.Bits.YesSet;
            unknown |= others & host.Bits.UnknownSet;
        }

        FeatureSet extra = (host.Bits.YesSet | host.Bits.UnknownSet) - need - open;
        bool isVendorOpen = vendor is not null && host.Vendor is null;
        StatementVerdict verdict = !missing.IsEmpty || !forbidden.IsEmpty ? StatementVerdict.Incompatible
            : !unknown.IsEmpty || isVendorOpen || host.Class == StatementClass.Opaque
                || guest.Class == StatementClass.Opaque ? StatementVerdict.Undecided
            : extra.IsEmpty ? StatementVerdict.Identical : StatementVerdict.Superset;
        return new StatementComparison(verdict, space.SortedNames(missing), space.SortedNames(unknown), space.SortedNames(forbidden));

        FeatureSet Named(params CpuPolicy[] policies) =>
            space.SetOf(guest.Policies.Where(f => policies.Contains(f.Policy ?? CpuPolicy.Require)).Select(f => f.Name));
    }
}
