using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>Raw data together with what was read: a leaf that is not in the data may be absent, or may not have been read.</summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public sealed record X86Reading(X86CpuData Data, X86Coverage Coverage);
