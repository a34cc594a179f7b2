namespace NVirt.Platforms;

/// <summary>What a statement says besides features; what it does not say is <see langword="null"/>. Immutable.</summary>
public sealed record StatementAxes
{
    /// <summary>Physical address bits.</summary>
    public int? PhysBits { get; init; }

    /// <summary>Physical address bits of the guest.</summary>
    public int? GuestPhysBits { get; init; }

    /// <summary>Whether the guest gets the host's physical address bits.</summary>
    public bool? HostPhysBits { get; init; }

    /// <summary>The most physical address bits that the guest gets.</summary>
    public int? MaxPhysBits { get; init; }

    /// <summary>The frequency of the time stamp counter in Hz.</summary>
    public ulong? TscHz { get; init; }

    /// <summary>Whether the host can give guests another frequency.</summary>
    public bool? TscScaling { get; init; }

    /// <summary>The highest basic leaf of CPUID.</summary>
    public uint? Level { get; init; }

    /// <summary>The highest extended leaf of CPUID.</summary>
    public uint? ExtendedLevel { get; init; }

    /// <summary>The version of the microcode.</summary>
    public uint? Microcode { get; init; }

    /// <summary>The size of a cache line that CLFLUSH writes back, in bytes.</summary>
    public uint? ClflushSize { get; init; }

    /// <summary>Whether the hypervisor hides itself from the guest.</summary>
    public bool? Hidden { get; init; }

    /// <summary>Whether a missing feature refuses the start.</summary>
    public bool? Enforce { get; init; }

    /// <summary>Whether only what can be migrated is given.</summary>
    public bool? Migratable { get; init; }

    /// <summary>Whether the performance counters are given.</summary>
    public bool? Pmu { get; init; }

    /// <summary>The same, and what it does not say as others say it.</summary>
    internal StatementAxes Or(StatementAxes other) => new()
    {
        PhysBits = PhysBits ?? other.PhysBits,
        GuestPhysBits = GuestPhysBits ?? other.GuestPhysBits,
        HostPhysBits = HostPhysBits ?? other.HostPhysBits,
        MaxPhysBits = MaxPhysBits ?? other.MaxPhysBits,
        TscHz = TscHz ?? other.TscHz,
        TscScaling = TscScaling ?? other.TscScaling,
        Level = Level ?? other.Level,
        ExtendedLevel = ExtendedLevel ?? other.ExtendedLevel,
        Microcode = Microcode ?? other.Microcode,
        ClflushSize = ClflushSize ?? other.ClflushSize,
        Hidden = Hidden ?? other.Hidden,
        Enforce = Enforce ?? other.Enforce,
        Migratable = Migratable ?? other.Migratable,
        Pmu = Pmu ?? other.Pmu,
    };
}
