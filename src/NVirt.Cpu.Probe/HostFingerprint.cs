using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>
/// A few facts that change when a host can provide other CPUs than before, read within a millisecond: what a cache depends on.
/// </summary>
/// <param name="Signature">Leaf 1's eax from the CPUID instruction; <see langword="null"/> on other architectures than x86.</param>
/// <param name="Microcode">The revision; 0 if unknown.</param>
/// <param name="IsKvmUsable">Whether this process may open KVM.</param>
/// <param name="KvmCpuid">What KVM can give to guests, without values that change by themselves; <see langword="null"/> if it could not be
/// asked.</param>
public sealed record HostFingerprint(uint? Signature, uint Microcode, bool IsKvmUsable, X86CpuData? KvmCpuid)
{
    /// <summary>Reads them. Never throws; what cannot be read is missing.</summary>
    /// <param name="kvm">The path of KVM's device.</param>
    /// <param name="cpuInfo">The path of the kernel's description of the processors.</param>
    public static HostFingerprint Read(string kvm, string cpuInfo)
    {
        using DeviceFile device = new(kvm, FileAccess.ReadWrite);
        bool isUsable = device.Open() is not null;
        return new HostFingerprint(
            CpuArchitectures.Host.IsX86() ? LiveCpuid.Open().Read(1, 0).Eax : null,
            CpuInfo.Parse(ProbeFiles.ReadText(cpuInfo, CpuInfo.ReadBytes)).Microcode,
            isUsable,
            X86.KvmCpuid.Read(device));
    }
}
