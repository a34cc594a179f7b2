using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.CommandLine;

/// <summary>Can the host run the CPU? Judged before the start (hypervisors.md 5.2).</summary>
internal static class PartialCheck
{
    public static CpuComparison Compare(QemuGuest guest, CpuDefinition cpu)
    {
        QemuHostModels host = guest.HostModels;
        QemuCpuModel? model = guest.Slot.FindModel(cpu.Model);
        if (model?.IsUsable == true && cpu.Features.All(f => f.Policy == CpuPolicy.Disable))
        {
            return new CpuComparison(CpuVerdict.Superset);
        }

        return cpu.Model is null || host.Reported is not { Fallback: CpuFallback.Forbid } reported || model is null || guest.Driver.UsesCompatibilityCheck(cpu)
            ? guest.Driver.Compare(host.Full, cpu)
            : guest.Driver.CompareUnusable(reported, cpu, model.Blockers ?? []);
    }
}
