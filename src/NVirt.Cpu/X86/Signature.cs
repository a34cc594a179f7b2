namespace NVirt.Cpu.X86;

/// <summary>Family, model and stepping in leaf 1 eax (cpu-rules.md 4.11).</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public static class X86Signature
{
    /// <summary>Reads leaf 1 eax; the extended parts are always added.</summary>
    public static CpuSignature FromEax(uint eax) => new(
        Family: (eax >> 20 & 0xff) + (eax >> 8 & 0xf),
        Model: ((eax >> 16 & 0xf) << 4) + (eax >> 4 & 0xf),
        Stepping: eax & 0xf);

    /// <summary>Builds leaf 1 eax; type bits are 0.</summary>
    public static uint ToEax(CpuSignature signature)
    {
        uint extended = signature.Family > 0xf ? signature.Family - 0xf : 0;
        return (extended & 0xff) << 20 | (signature.Model >> 4 & 0xf) << 16
            | (signature.Family - extended & 0xf) << 8 | (signature.Model & 0xf) << 4 | (signature.Stepping & 0xf);
    }

    /// <summary>The signature of raw data; all 0 without leaf 1.</summary>
    public static CpuSignature Of(X86CpuData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return FromEax(data.Cpuid(1)?.Eax ?? 0);
    }
}
