using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>Answers CPUID: the live processor, or a table in a test. What is done with the answers is pure.</summary>
internal interface ICpuidSource
{
    /// <summary>What CPUID gives for a leaf (eax) and a sub-leaf (ecx). The answer is keyed by both.</summary>
    public X86Item Read(uint leaf, uint subleaf);
}
