using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>What a statement says besides features; what it does not say is <see langword="null"/>. Immutable.</summary>
public sealed record StatementAxes
{
    /// <summary>Nothing.</summary>
    public static StatementAxes None { get; } = new();

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

    /// <summary>How many physical address bits memory encryption takes while it is on.</summary>
    public int? EncryptionBits { get; init; }

    /// <summary>The state that XSAVE keeps, and where.</summary>
    public StatementXsave? Xsave { get; init; }

    /// <summary>The performance counters.</summary>
    public StatementCounters? Counters { get; init; }

    /// <summary>The form of the last branch records that the guest gets, as QEMU's lbr-fmt.</summary>
    public uint? LbrFormat { get; init; }

    /// <summary>How many last branch records there can be: CPUID leaf 1CH, of those that the architecture defines.</summary>
    public uint? LbrDepths { get; init; }

    /// <summary>The version of AVX10.</summary>
    public uint? Avx10Version { get; init; }

    /// <summary>Enlightenments of Hyper-V, as QEMU names them without hv-: those that a guest gets, or all that a host can
    /// give.</summary>
    public StatementNames? HyperV { get; init; }

    /// <summary>Features of KVM's own, as QEMU names them: those that a guest asks for, or all that a host can give.</summary>
    public StatementNames? Paravirtual { get; init; }

    /// <summary>The machine type of a guest.</summary>
    public string? Machine { get; init; }

    /// <summary>All machine types of a host's hypervisor.</summary>
    public StatementNames? Machines { get; init; }

    /// <summary>The version of a host's QEMU.</summary>
    public Version? QemuVersion { get; init; }

    /// <summary>Which caches a guest sees.</summary>
    public CpuCacheMode? CacheMode { get; init; }

    /// <summary>A host's leaves on caches and topology, without what differs from one of its processors to the next.</summary>
    public string? TopologyLeaves { get; init; }

    /// <summary>Bits that are set, that rules ask for, and that libvirt has no name for: rrsba and others, as NVirt names them.</summary>
    public StatementNames? UnnamedSet { get; init; }

    /// <summary>Those that are clear.</summary>
    public StatementNames? UnnamedClear { get; init; }

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
        EncryptionBits = EncryptionBits ?? other.EncryptionBits,
        Xsave = Xsave ?? other.Xsave,
        Counters = Counters ?? other.Counters,
        LbrFormat = LbrFormat ?? other.LbrFormat,
        LbrDepths = LbrDepths ?? other.LbrDepths,
        Avx10Version = Avx10Version ?? other.Avx10Version,
        HyperV = HyperV ?? other.HyperV,
        Paravirtual = Paravirtual ?? other.Paravirtual,
        Machine = Machine ?? other.Machine,
        Machines = Machines ?? other.Machines,
        QemuVersion = QemuVersion ?? other.QemuVersion,
        CacheMode = CacheMode ?? other.CacheMode,
        TopologyLeaves = TopologyLeaves ?? other.TopologyLeaves,
        UnnamedSet = UnnamedSet ?? other.UnnamedSet,
        UnnamedClear = UnnamedClear ?? other.UnnamedClear,
    };
}
