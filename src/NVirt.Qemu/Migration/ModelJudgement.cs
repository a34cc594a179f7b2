using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;

namespace NVirt.Qemu.Migration;

/// <summary>
/// Whether a destination can give a guest the CPU that it has: judged first by the answers of its QEMU, before anything is started, then
/// by the CPU that it built.
/// </summary>
internal static class ModelJudgement
{
    /// <summary>Refuses a CPU that this hypervisor cannot provide, judged by its models.</summary>
    /// <exception cref="CpuException">It cannot provide it; each reason is named.</exception>
    public static void RequireByModel(QemuCapabilities qemu, QemuSlot slot, QemuHost host, CpuMap map, CpuDefinition? live)
    {
        if (!qemu.Arch.IsX86() || live is not { Mode: CpuMode.Custom, Model: not null })
        {
            return;
        }

        QemuHostModels models = QemuHostModels.Of(qemu, slot.Accelerator, host, map);
        if (models.Reported is not null)
        {
            QemuCompatibility.CheckPartial(CpuDriver.For(qemu.Arch, map), slot, models, live).Comparison.ThrowIfRefused();
        }
    }

    /// <summary>Refuses a CPU that lacks what the guest has already seen, whatever the CPU's mode.</summary>
    /// <exception cref="CpuException">Something is missing; each feature is named.</exception>
    public static void RequireByFeatures(CpuDriver driver, ImmutableSortedSet<string> seen, ImmutableSortedSet<string> built)
    {
        CpuReason[] lost = [.. seen.Except(built).Select(f => new CpuReason(CpuRule.UnexpectedlyDisabled, f)
        {
            Coordinate = driver.Map.FindFeature(f, driver.Arch)?.Coordinate,
            Side = CpuType.Host,
        })];
        if (lost.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Incompatible, [.. lost]));
        }
    }
}
