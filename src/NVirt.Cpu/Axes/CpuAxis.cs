namespace NVirt.Cpu.Axes;

/// <summary>What decides, apart from features, whether a host can run a guest. The names are part of the JSON output.</summary>
public enum CpuAxis
{
    /// <summary>Bits of a physical address.</summary>
    PhysicalAddressBits,

    /// <summary>Frequency of the time stamp counter, in Hz.</summary>
    TscFrequency,

    /// <summary>Bits of a guest's physical address that the tables of a host's processor can translate.</summary>
    GuestPhysicalBits,

    /// <summary>Physical address bits that memory encryption takes.</summary>
    MemoryEncryption,

    /// <summary>A time stamp counter that runs at one frequency, which keeps a guest from moving unless that is fixed.</summary>
    InvariantTsc,

    /// <summary>Components of the state that XSAVE keeps.</summary>
    XsaveComponents,

    /// <summary>Where these components are.</summary>
    XsaveLayout,

    /// <summary>How large the area of all of them is, in bytes.</summary>
    XsaveSize,

    /// <summary>The size of the line that CLFLUSH writes back, in bytes.</summary>
    ClflushLine,

    /// <summary>The version of the microcode.</summary>
    Microcode,

    /// <summary>Features of nested virtualization, which MSRs tell.</summary>
    MsrFeatures,

    /// <summary>Features that say what software has to do.</summary>
    InvertedFeatures,

    /// <summary>The highest leaves of CPUID.</summary>
    HighestLeaves,

    /// <summary>Leaves of CPUID on caches and topology.</summary>
    TopologyLeaves,

    /// <summary>Performance counters.</summary>
    Pmu,

    /// <summary>Last branch records.</summary>
    Lbr,

    /// <summary>The vendor of the processors.</summary>
    Vendor,

    /// <summary>Family, model and stepping.</summary>
    Signature,

    /// <summary>Enlightenments of Hyper-V.</summary>
    HyperV,

    /// <summary>Features of KVM's own.</summary>
    KvmParavirtual,

    /// <summary>The machine type.</summary>
    MachineType,

    /// <summary>The version of QEMU.</summary>
    QemuVersion,

    /// <summary>The version of AVX10.</summary>
    Avx10,

    /// <summary>Features in which hosts may differ.</summary>
    HarmlessFeatures,
}

/// <summary>How much a difference matters. The names are part of the JSON output.</summary>
public enum CpuAxisGrade
{
    /// <summary>Not at all.</summary>
    Harmless,

    /// <summary>It may break a guest, depending on the guest.</summary>
    Risky,

    /// <summary>The host's value is not known, and could be fatal.</summary>
    Undecided,

    /// <summary>The guest does not start, or breaks.</summary>
    Fatal,
}
