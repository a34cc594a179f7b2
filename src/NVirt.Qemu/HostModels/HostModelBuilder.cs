using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.HostModels;

/// <summary>Builds the host models of one slot. If a step is refused, there are none at all.</summary>
internal sealed class HostModelBuilder(QemuCapabilities capabilities, QemuSlot slot, QemuHost host, CpuDriver driver)
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

    // Only on x86 is the host's processor read in addition to what QEMU reports.
    private bool IsCheckedInFull => slot.Accelerator != QemuAccelerator.Tcg && Arch.IsX86() && host.IsKnown;

    // For these architectures, libvirt uses the host's own CPU if QEMU describes none.
    private bool HasFallback => Arch.IsX86() || Arch is CpuArchitecture.Ppc64 or CpuArchitecture.Ppc64le or CpuArchitecture.Riscv64;

    private CpuDefinition? FromQemu(QemuHostCpu cpu, bool migratable) => Arch switch
    {
        _ when Arch.IsX86() => new QemuReplies(migratable ? MigratablePropertiesOf(cpu) : cpu.Properties, slot.ModelList)
            .HostModelOf(driver),
        CpuArchitecture.S390x => FromNames(cpu),
        _ => null,
    };

    private CpuDefinition MigratableOf(QemuHostCpu cpu, CpuDefinition reported) =>
        cpu.KnowsMigratability ? FromQemu(cpu, migratable: true)! : driver.CopyMigratable(reported);

    private static ImmutableArray<QemuProperty> MigratablePropertiesOf(QemuHostCpu cpu) =>
        [.. cpu.Properties.Where(p => !cpu.NonMigratable.Contains(p.Name))];

    // On s390x, QEMU's models and features are those of guests.
    private static CpuDefinition FromNames(QemuHostCpu cpu) => new()
    {
        Model = cpu.Model,
        Fallback = CpuFallback.Forbid,
        Features = new CpuFeatureList(
        [
            .. cpu.Properties.Where(p => p.Value is bool)
            .Select(p => new CpuFeature(p.Name, p.Value is true ? CpuPolicy.Require : CpuPolicy.Disable)),
        ]),
    };

    private QemuHostModels FromHost()
    {
        CpuDefinition reported = driver.Advanced.DropNeverPassed(host.Probe(Arch, slot.ModelList)) with { Fallback = CpuFallback.Allow };
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

    // If a running guest's CPU does not report what it lacks, nothing is known about MSRs.
    private CpuDefinition Checkable(CpuDefinition cpu) => capabilities.HasUnavailableFeatures || !Arch.IsX86()
        ? cpu
        : cpu with { Features = cpu.Features.Where(f => !driver.Advanced.IsMsrFeature(f.Name)) };
}
