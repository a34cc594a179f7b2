namespace NVirt.Domains.Documents;

/// <summary>The switches of <c>features</c>. On/off switches are <see langword="null"/> where the document says nothing.</summary>
public sealed record DomainFeatures
{
    /// <summary>ACPI.</summary>
    public bool Acpi { get; init; }

    /// <summary>APIC.</summary>
    public bool Apic { get; init; }

    /// <summary>Paravirtual end of interrupt (<c>apic eoi</c>).</summary>
    public bool? ApicEoi { get; init; }

    /// <summary>PAE.</summary>
    public bool Pae { get; init; }

    /// <summary>Xen: Viridian (Hyper-V) interfaces.</summary>
    public bool Viridian { get; init; }

    /// <summary>Containers: a network namespace of its own.</summary>
    public bool PrivateNetwork { get; init; }

    /// <summary>Hardware assisted paging.</summary>
    public bool? Hap { get; init; }

    /// <summary>Paravirtual spinlocks.</summary>
    public bool? PvSpinlock { get; init; }

    /// <summary>Performance monitoring unit.</summary>
    public bool? Pmu { get; init; }

    /// <summary>VMware's I/O port.</summary>
    public bool? VmPort { get; init; }

    /// <summary>Device through which the guest reports crash information.</summary>
    public bool? VmCoreInfo { get; init; }

    /// <summary>ARM: memory errors are reported to the guest.</summary>
    public bool? Ras { get; init; }

    /// <summary>System management mode.</summary>
    public bool? Smm { get; init; }

    /// <summary>Its extra memory, in KiB; <see langword="null"/> if not given.</summary>
    public ulong? SmmTsegKiB { get; init; }

    /// <summary>ARM: whether there is a <c>gic</c> element.</summary>
    public bool Gic { get; init; }

    /// <summary>ARM: the interrupt controller's version: <c>host</c> or a number from 2; <see langword="null"/> if not given.</summary>
    public string? GicVersion { get; init; }

    /// <summary>Who emulates the I/O APIC: <c>qemu</c>, <c>kvm</c>, or <see langword="null"/>.</summary>
    public string? IoApicDriver { get; init; }

    /// <summary>POWER: hardware transactional memory.</summary>
    public bool? Htm { get; init; }

    /// <summary>POWER: nested virtualization.</summary>
    public bool? NestedHv { get; init; }

    /// <summary>POWER: count cache flush assist.</summary>
    public bool? CcfAssist { get; init; }

    /// <summary>
    /// POWER: cache flush on privilege change: <c>broken</c>, <c>workaround</c>, <c>fixed</c>, or <see langword="null"/>.
    /// </summary>
    public string? Cfpc { get; init; }

    /// <summary>POWER: speculation barrier bounds checking: as <see cref="Cfpc"/>.</summary>
    public string? Sbbc { get; init; }

    /// <summary>
    /// POWER: indirect branch speculation: <c>broken</c>, <c>workaround</c>, <c>fixed-ibs</c>, <c>fixed-ccd</c>, <c>fixed-na</c>.
    /// </summary>
    public string? Ibs { get; init; }

    /// <summary>Hyper-V enlightenments; <see langword="null"/> without the element.</summary>
    public HyperVFeatures? HyperV { get; init; }

    /// <summary>KVM's switches.</summary>
    public KvmFeatures Kvm { get; init; } = new();
}

/// <summary>KVM's switches (<c>features/kvm</c>); <see langword="null"/> where the document says nothing.</summary>
public sealed record KvmFeatures
{
    /// <summary>Whether KVM is hidden from the guest.</summary>
    public bool? Hidden { get; init; }

    /// <summary>Whether the guest is told that its CPUs are dedicated.</summary>
    public bool? HintDedicated { get; init; }

    /// <summary>Whether the guest may control polling.</summary>
    public bool? PollControl { get; init; }

    /// <summary>Paravirtual interrupts between CPUs.</summary>
    public bool? PvIpi { get; init; }

    /// <summary>Dirty ring.</summary>
    public bool? DirtyRing { get; init; }

    /// <summary>Entries of the dirty ring, a power of two from 1024 to 65536; 0 unless it is on.</summary>
    public uint DirtyRingSize { get; init; }
}
