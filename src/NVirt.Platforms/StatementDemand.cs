using NVirt.Cpu;
using NVirt.Cpu.Map;

namespace NVirt.Platforms;

/// <summary>What a guest asks of a host, prepared for comparisons with many hosts. Immutable.</summary>
public sealed class StatementDemand
{
    private readonly FeatureSpace _space;
    private readonly FeatureSet _need;
    private readonly FeatureSet _possible;
    private readonly FeatureSet _open;
    private readonly FeatureSet _forbid;
    private readonly bool _isStrict;
    private readonly bool _isOpaque;

    private StatementDemand(
        FeatureSpace space, string? vendor, in FeatureSet need, in FeatureSet possible, in FeatureSet open, in FeatureSet forbid,
        bool isStrict, bool isOpaque)
    {
        _space = space;
        Vendor = vendor;
        _need = need;
        _possible = possible;
        _open = open;
        _forbid = forbid;
        _isStrict = isStrict;
        _isOpaque = isOpaque;
    }

    /// <summary>The vendor that it asks for; <see langword="null"/> for any.</summary>
    public string? Vendor { get; }

    /// <summary>The features that the host must have.</summary>
    public FeatureSet Need => _need;

    /// <summary>The features that it may need: nobody knows whether it has them.</summary>
    public FeatureSet Possible => _possible;

    /// <summary>The features that the host must not have.</summary>
    public FeatureSet Forbid => _forbid;

    /// <summary>The features that do not matter, because the guest forces, disables or leaves them.</summary>
    public FeatureSet Open => _open;

    /// <summary>Whether the host may have nothing else.</summary>
    public bool IsStrict => _isStrict;

    /// <summary>The features that there are.</summary>
    public FeatureSpace Space => _space;

    /// <summary>What a guest asks for by itself. Of one that runs, what its source does not say it may need.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="host">The host that it was started on, which gave it what it takes where it is there.</param>
    public static StatementDemand Of(CpuStatement guest, CpuStatement? host = null)
    {
        ArgumentNullException.ThrowIfNull(guest);
        FeatureSpace space = guest.Bits.Space;
        FeatureSet taken = host?.Bits.Space == space ? Named(space, guest, CpuPolicy.Optional) : default;
        FeatureSet open = Named(space, guest, CpuPolicy.Force, CpuPolicy.Optional, CpuPolicy.Disable) - taken;
        FeatureSet forbid = Named(space, guest, CpuPolicy.Forbid);
        FeatureSet model = guest.Model is { } name ? space.FindModel(name) ?? default : default;
        return new StatementDemand(
            space, guest.Definition?.Vendor,
            ((guest.Bits.YesSet | (forbid & model)) - open - taken) | (taken & (host?.Bits.YesSet ?? default)),
            (taken & (host?.Bits.UnknownSet ?? default)) | (guest.Truth == StatementTruth.Live ? guest.Bits.UnknownSet - open : default),
            open, forbid,
            guest.Definition?.Match == CpuMatch.Strict, guest.Class == StatementClass.Opaque);
    }

    /// <summary>
    /// What a running guest asks for that got everything of its host: what the host has it needs, and what nobody knows of the host it may
    /// need.
    /// </summary>
    public static StatementDemand OfRunning(CpuStatement guest, CpuStatement host)
    {
        ArgumentNullException.ThrowIfNull(guest);
        ArgumentNullException.ThrowIfNull(host);
        FeatureSpace space = host.Bits.Space;
        FeatureSet left = Named(space, guest, CpuPolicy.Disable, CpuPolicy.Forbid);
        return new StatementDemand(
            space, host.Vendor, (host.Bits.YesSet - left) | Named(space, guest, CpuPolicy.Require), host.Bits.UnknownSet - left, left,
            default, isStrict: false, isOpaque: false);
    }

    /// <summary>The answer alone; nothing is allocated.</summary>
    public StatementVerdict VerdictOn(CpuStatement host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return IsOther(host) ? StatementVerdict.Incompatible : Judge(host, out _, out _, out _);
    }

    /// <summary>The answer with its reasons.</summary>
    public StatementComparison CompareWith(CpuStatement host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (IsOther(host))
        {
            return new StatementComparison(StatementVerdict.Incompatible, [], [], []) { IsOtherProcessor = true };
        }

        StatementVerdict verdict = Judge(host, out FeatureSet missing, out FeatureSet unknown, out FeatureSet forbidden);
        return new StatementComparison(
            verdict, _space.SortedNames(missing), _space.SortedNames(unknown), _space.SortedNames(forbidden));
    }

    private bool IsOther(CpuStatement host) => host.Bits.Space.Arch != _space.Arch
        || (Vendor is not null && host.Vendor is not null && !string.Equals(Vendor, host.Vendor, StringComparison.Ordinal));

    private StatementVerdict Judge(CpuStatement host, out FeatureSet missing, out FeatureSet unknown, out FeatureSet forbidden)
    {
        FeatureSet yes = host.Bits.YesSet;
        FeatureSet open = host.Bits.UnknownSet;
        missing = _need & host.Bits.NoSet;
        unknown = ((_need | _forbid) & open) | (_possible - yes);
        forbidden = _forbid & yes;
        if (_isStrict)
        {
            FeatureSet others = _space.All - _need - _possible - _open - _forbid;
            forbidden |= others & yes;
            unknown |= others & open;
        }

        return !missing.IsEmpty || !forbidden.IsEmpty ? StatementVerdict.Incompatible
            : !unknown.IsEmpty || (Vendor is not null && host.Vendor is null) || host.Class == StatementClass.Opaque
                || _isOpaque ? StatementVerdict.Undecided
            : ((yes | open) - _need - _open).IsEmpty ? StatementVerdict.Identical : StatementVerdict.Superset;
    }

    private static FeatureSet Named(FeatureSpace space, CpuStatement guest, params CpuPolicy[] policies)
    {
        FeatureSet set = default;
        foreach (CpuFeature feature in guest.Policies)
        {
            if (policies.Contains(feature.Policy ?? CpuPolicy.Require) && space.Find(feature.Name) is >= 0 and var place)
            {
                set.Add(place);
            }
        }

        return set;
    }
}
