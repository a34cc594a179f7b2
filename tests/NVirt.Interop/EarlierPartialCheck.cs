using NVirt.Cpu;
using NVirt.Qemu.HostModels;

namespace NVirt.Interop;

/// <summary>
/// What <c>check='partial'</c> meant before libvirt 11.0: the CPU is compared with the host using the map. Since then, QEMU is asked
/// which models are usable, and what blocks the others (hypervisor-rules.md 5.2).
/// </summary>
internal sealed class EarlierPartialCheck(CpuDriver driver, QemuHostModels models)
{
    /// <summary>Why it refuses the CPU: incompatible, or the CPU cannot be compared; nothing if it accepts it.</summary>
    public CpuRefusal? RefusalOf(CpuDefinition cpu) => driver.Compare(models.Full!, driver.ConvertLegacy(cpu)).Refusal;
}
