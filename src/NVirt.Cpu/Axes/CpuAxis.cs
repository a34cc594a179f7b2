namespace NVirt.Cpu.Axes;

/// <summary>What decides, apart from features, whether a host can run a guest. The names are part of the JSON output.</summary>
public enum CpuAxis
{
    /// <summary>Bits of a physical address.</summary>
    PhysicalAddressBits,

    /// <summary>Frequency of the time stamp counter, in Hz.</summary>
    TscFrequency,
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
