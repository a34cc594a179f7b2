using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.HostModels;

/// <summary>
/// What mode host-model means with one accelerator (hypervisor-rules.md 2): guest definitions, mode custom, match exact. All are missing
/// if there is no host model.
/// </summary>
public sealed record QemuHostModels
{
    /// <summary>No host model.</summary>
    public static QemuHostModels None { get; } = new();

    /// <summary>The one that is reported, and that checks use; it includes features that do not migrate.</summary>
    public CpuDefinition? Reported { get; init; }

    /// <summary>The one that guests are built from: without features that do not migrate.</summary>
    public CpuDefinition? Migratable { get; init; }

    /// <summary>The host's own CPU with what QEMU adds, for checks in the old style; otherwise <see cref="Reported"/>.</summary>
    public CpuDefinition? Full
    {
        get => field ?? Reported;
        init;
    }

    /// <summary>Why there are none, if a step of building them was refused; otherwise <see langword="null"/>.</summary>
    public CpuRefusal? Refusal { get; init; }

    /// <summary>Computes the models of an accelerator.</summary>
    /// <param name="capabilities">The binary.</param>
    /// <param name="accelerator">The accelerator. TCG has a host model even where the binary lacks it.</param>
    /// <param name="host">The host.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <returns>The models, or none with the reason; problems in QEMU's answers or the host do not throw.</returns>
    public static QemuHostModels Of(QemuCapabilities capabilities, QemuAccelerator accelerator, QemuHost host, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        ArgumentNullException.ThrowIfNull(host);
        QemuSlot? slot = capabilities.Slot(accelerator) ?? (accelerator == QemuAccelerator.Tcg ? new QemuSlot(accelerator) : null);
        if (slot is null || !QemuArchitectures.IsNative(host.Arch, capabilities.Arch))
        {
            return None;
        }

        try
        {
            return new HostModelBuilder(capabilities, slot, host, CpuDriver.For(capabilities.Arch, map)).Make();
        }
        catch (CpuException e)
        {
            return new QemuHostModels { Refusal = e.Refusal };
        }
    }
}

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
