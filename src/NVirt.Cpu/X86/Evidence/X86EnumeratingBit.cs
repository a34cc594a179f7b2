using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>A CPUID bit that shows whether something else exists.</summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public readonly record struct X86EnumeratingBit(uint Leaf, RegisterName Register, int Bit)
{
    /// <summary>SGX, without which leaf 0x12 is absent.</summary>
    public static readonly X86EnumeratingBit Sgx = new(0x7, RegisterName.Ebx, 2);

    /// <summary>The invariant time stamp counter.</summary>
    public static readonly X86EnumeratingBit InvariantTsc = new(0x80000007, RegisterName.Edx, 8);

    private static readonly X86EnumeratingBit Vmx = new(0x1, RegisterName.Ecx, 5);
    private static readonly X86EnumeratingBit ArchCapabilities = new(0x7, RegisterName.Edx, 29);
    private static readonly X86EnumeratingBit CoreCapabilities = new(0x7, RegisterName.Edx, 30);

    /// <summary>The bit that enumerates an MSR (cpu-rules.md 5.2), or <see langword="null"/> if none is known.</summary>
    public static X86EnumeratingBit? OfMsr(uint index) => index switch
    {
        >= 0x480 and <= 0x491 => Vmx,
        0x10a => ArchCapabilities,
        0xcf => CoreCapabilities,
        _ => null,
    };
}
