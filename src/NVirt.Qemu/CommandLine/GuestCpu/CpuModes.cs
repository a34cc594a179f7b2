using NVirt.Cpu;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.CommandLine;

/// <summary>Which modes of a CPU are possible (hypervisors.md 3).</summary>
internal static class CpuModes
{
    public static bool HasCpuDriver(CpuArchitecture arch) => arch.IsX86() || arch.IsArm() || arch.IsPpc64()
        || arch is CpuArchitecture.S390 or CpuArchitecture.S390x or CpuArchitecture.Riscv64 or CpuArchitecture.LoongArch64;

    public static bool IsSupported(QemuGuest guest, CpuMode mode) => mode switch
    {
        CpuMode.HostPassthrough => guest.Slot.Accelerator != QemuAccelerator.Tcg && QemuArchitectures.IsNative(guest.Host.Arch, guest.Arch),
        CpuMode.Maximum => guest.Capabilities.HasMaximumCpu,
        CpuMode.HostModel => guest.HostModels.Reported is not null,
        _ => guest.Slot.ModelList is not null,
    };
}
