using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.X86;

/// <summary>Answers CPUID: the processor itself, or a table in a test. Everything done with the answers is pure.</summary>
internal interface ICpuidSource
{
    /// <summary>CPUID's result for a leaf (eax) and a sub-leaf (ecx). The result depends on both.</summary>
    public X86Item Read(uint leaf, uint subleaf);
}
