using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>The outcome of reading an MSR.</summary>
internal enum MsrOutcome
{
    /// <summary>It could not be read, for a reason that says nothing about the processor.</summary>
    Failed,
    /// <summary>The processor does not have it.</summary>
    Unsupported,
    /// <summary>It was read.</summary>
    Read,
}

/// <summary>Reads MSRs: a device, or a table in a test.</summary>
internal interface IMsrSource
{
    /// <summary>The kind of source.</summary>
    public X86MsrSource Label { get; }

    /// <summary>Reads one MSR. <paramref name="value"/> is meaningful only for <see cref="MsrOutcome.Read"/>.</summary>
    public MsrOutcome TryRead(uint index, out ulong value);
}
