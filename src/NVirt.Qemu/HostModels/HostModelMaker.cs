using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.HostModels;

/// <summary>Makes the host models of one slot. Where a step is refused, there are none at all.</summary>
internal sealed class HostModelMaker(QemuCapabilities capabilities, QemuSlot slot, QemuHost host, CpuDriver driver)
{
    private CpuArchitecture Arch => capabilities.Arch;

    public QemuHostModels Make()
    {
        if (slot.HostCpu is { } cpu && FromQemu(cpu, migratable: false) is { } reported)
        {
            return Finish(reported, MigratableOf(cpu, reported), IsCheckedInFull ? FullOf(reported) : null);
        }

        return HasFallback && host.IsKnown ? FromHost() : QemuHostModels.None;
    }

    // Only the processor of an x86 host is read beside what QEMU says of it.
    private bool IsCheckedInFull => slot.Accelerator != QemuAccelerator.Tcg && Arch.IsX86() && host.IsKnown;

    // Of these architectures, libvirt takes the host's own CPU where QEMU describes none.
    private bool HasFallback => Arch.IsX86() || Arch is CpuArchitecture.Ppc64 or CpuArchitecture.Ppc64le or CpuArchitecture.Riscv64;

    private CpuDefinition? FromQemu(QemuHostCpu cpu, bool migratable) => Arch switch
    {
        _ when Arch.IsX86() => driver.HostModelOf(new QemuReplies(migratable ? MigratablePropertiesOf(cpu) : cpu.Properties, slot.ModelList)),
        CpuArchitecture.S390x => FromNames(cpu),
        _ => null,
    };

    private CpuDefinition MigratableOf(QemuHostCpu cpu, CpuDefinition reported) =>
        cpu.KnowsMigratability ? FromQemu(cpu, migratable: true)! : driver.CopyMigratable(reported);

    private static ImmutableArray<QemuProperty> MigratablePropertiesOf(QemuHostCpu cpu) =>
        [.. cpu.Properties.Where(p => !cpu.NonMigratable.Contains(p.Name))];

    // On s390x QEMU speaks of models and features as guests do.
    private static CpuDefinition FromNames(QemuHostCpu cpu) => new()
    {
        Model = cpu.Model,
        Fallback = CpuFallback.Forbid,
        Features = new CpuFeatureList(
        [
            .. cpu.Properties.Where(p => p.Value is bool).Select(p => new CpuFeature(p.Name, p.Value is true ? CpuPolicy.Require : CpuPolicy.Disable)),
        ]),
    };

    private QemuHostModels FromHost()
    {
        CpuDefinition reported = driver.DropNeverPassed(host.Probe(Arch, slot.ModelList)) with { Fallback = CpuFallback.Allow };
        return Finish(reported, driver.CopyMigratable(reported), full: null);
    }

    private CpuDefinition FullOf(CpuDefinition reported)
    {
        CpuDefinition physical = host.Probe(Arch, models: null);
        CpuFeatureListBuilder features = new(CpuType.Guest, physical.Features);
        foreach (CpuFeature feature in driver.ExpandFeatures(reported).Features.Where(f => f.Policy == CpuPolicy.Require))
        {
            features.Update(feature.Name, CpuPolicy.Require);
        }

        return physical with { Features = features.ToList() };
    }

    private QemuHostModels Finish(CpuDefinition reported, CpuDefinition migratable, CpuDefinition? full) => new()
    {
        Reported = Checkable(reported),
        Migratable = Checkable(migratable),
        Full = full is null ? null : Checkable(full),
    };

    // A running guest's CPU that does not tell what it lacks says nothing of MSRs.
    private CpuDefinition Checkable(CpuDefinition cpu) => capabilities.HasUnavailableFeatures || !Arch.IsX86()
        ? cpu
        : cpu with { Features = cpu.Features.Where(f => !driver.IsMsrFeature(f.Name)) };
}
