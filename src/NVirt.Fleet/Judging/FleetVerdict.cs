namespace NVirt.Fleet.Judging;

/// <summary>Whether a guest can run on a host, from the best answer to the worst. The names are part of the JSON output.</summary>
public enum FleetVerdict
{
    /// <summary>The host has exactly what the guest wants.</summary>
    Identical,
    /// <summary>The host has more.</summary>
    Superset,
    /// <summary>What nobody knows decides.</summary>
    Undecided,
    /// <summary>It cannot run there.</summary>
    Incompatible,
}
