using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>Raw data together with what was asked for: a leaf that is not in the data may be absent, or not have been read.</summary>
internal sealed record X86Reading(X86CpuData Data, X86Coverage Coverage);
