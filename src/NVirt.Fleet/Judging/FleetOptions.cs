namespace NVirt.Fleet.Judging;

/// <summary>How pairs of guests and hosts are judged. Immutable.</summary>
public sealed record FleetOptions
{
    /// <summary>Features alone: what libvirt's comparison looks at.</summary>
    public static FleetOptions FeaturesOnly { get; } = new() { JudgesAxes = false };

    /// <summary>Whether what is not a feature counts too: address bits, clocks and the like (fleet-rules.md 8).</summary>
    public bool JudgesAxes { get; init; } = true;

    /// <summary>Whether QEMU is the hypervisor; <see langword="null"/> to take it from the guest's form.</summary>
    public bool? IsQemu { get; init; }

    /// <summary>Whether a guest may go to a processor of another vendor at its own risk.</summary>
    public bool AllowsMixedVendors { get; init; }
}
