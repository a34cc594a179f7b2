using System.Runtime.Intrinsics.X86;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.X86;

/// <summary>CPUID of the processor that the current thread runs on; see <see cref="IProcessors"/> for binding it to one.</summary>
internal sealed class LiveCpuid : ICpuidSource
{
    private LiveCpuid()
    {
    }

    /// <summary>CPUID of this processor.</summary>
    /// <exception cref="CpuException">This is not an x86 processor (no-support).</exception>
    public static LiveCpuid Open() => X86Base.IsSupported
        ? new LiveCpuid()
        : throw new CpuException(CpuErrorKind.NoSupport, CpuRule.ProbeFailed, Messages.Probe_NoCpuid);

    /// <inheritdoc/>
    public X86Item Read(uint leaf, uint subleaf)
    {
        var (eax, ebx, ecx, edx) = X86Base.CpuId((int)leaf, (int)subleaf);
        return X86Item.Cpuid(leaf, subleaf, (uint)eax, (uint)ebx, (uint)ecx, (uint)edx);
    }
}
