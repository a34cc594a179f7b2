using NVirt.Qemu.HostModels;

namespace NVirt.Interop;

/// <summary>
/// What <c>check='partial'</c> meant before libvirt 11.0: the CPU is compared with the host by the map. Since then QEMU is asked which
/// models are usable, and what stands in the way of the others (hypervisors.md 5.2).
/// </summary>
internal sealed class EarlierPartialCheck(CpuDriver driver, QemuHostModels models)
{
    public bool Refuses(CpuDefinition cpu) =>
        driver.Compare(models.Full!, driver.ConvertLegacy(cpu)).Verdict is CpuVerdict.Incompatible or CpuVerdict.Error;
}
