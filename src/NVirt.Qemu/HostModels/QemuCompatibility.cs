using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.HostModels;

/// <summary>Compares CPUs with what a hypervisor can give, rather than with what the processor has (hypervisors.md 2 and 5.2).</summary>
public static class QemuCompatibility
{
    /// <summary>The check before a start with <c>check='partial'</c> (hypervisors.md 5.2).</summary>
    /// <param name="driver">The driver of the binary's architecture.</param>
    /// <param name="slot">The accelerator.</param>
    /// <param name="models">Its host models.</param>
    /// <param name="cpu">The guest's CPU.</param>
    /// <returns>The verdict; it does not throw for what the definition contains.</returns>
    public static QemuComparison CheckPartial(CpuDriver driver, QemuSlot slot, QemuHostModels models, CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(cpu);
        return Check(driver, slot, models.Reported, models.Full, cpu);
    }

    /// <summary>Whether a hypervisor can give a CPU: the same check, with what is shown as the host.</summary>
    /// <param name="driver">The driver of the binary's architecture.</param>
    /// <param name="slot">The accelerator.</param>
    /// <param name="models">Its host models.</param>
    /// <param name="cpu">The CPU of a guest, or of another host.</param>
    /// <returns>The verdict; it does not throw for what the definition contains.</returns>
    /// <exception cref="CpuException">The architecture is not x86 (unsupported); for s390x see <see cref="S390ModelQueries"/>.</exception>
    public static QemuComparison Compare(CpuDriver driver, QemuSlot slot, QemuHostModels models, CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(cpu);
        RequireX86(driver, nameof(Compare));
        return Check(driver, slot, models.Reported, models.Reported, cpu);
    }

    /// <summary>The best CPU that all of the given ones can run and the hypervisor can give.</summary>
    /// <param name="driver">The driver of the binary's architecture.</param>
    /// <param name="slot">The accelerator.</param>
    /// <param name="cpus">At least one CPU, each with a model.</param>
    /// <param name="migratable">Whether features that do not migrate are left out.</param>
    /// <param name="forGuests">Whether features that no guest of KVM gets are left out.</param>
    /// <returns>A guest definition with fallback forbid; its features are not spelled out.</returns>
    /// <exception cref="CpuException">
    /// The architecture is not x86 (unsupported; for s390x see <see cref="S390ModelQueries"/>), there is none (operation failed), or a CPU
    /// has no model (invalid argument).
    /// </exception>
    public static CpuDefinition Baseline(CpuDriver driver, QemuSlot slot, IReadOnlyList<CpuDefinition> cpus, bool migratable, bool forGuests = false)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(slot);
        RequireX86(driver, nameof(Baseline));

        // All properties count, whatever their values: they are what QEMU has a name for.
        QemuHostCpu? host = slot.HostCpu;
        bool isFiltered = migratable && host is { KnowsMigratability: true };
        CpuBaselineOptions options = new()
        {
            Models = slot.ModelList,
            Features = host is null ? null : [.. host.Properties.Select(p => p.Name).Where(n => !isFiltered || !host.NonMigratable.Contains(n))],
            Migratable = migratable && !isFiltered,
            ForGuests = forGuests,
        };
        return driver.Baseline(cpus, options) with { Fallback = CpuFallback.Forbid };
    }

    private static QemuComparison Check(CpuDriver driver, QemuSlot slot, CpuDefinition? reported, CpuDefinition? full, CpuDefinition cpu)
    {
        QemuCpuModel? model = slot.FindModel(cpu.Model);
        if (model is { IsUsable: true } && !cpu.Features.Exists(f => f.Policy != CpuPolicy.Disable))
        {
            return new QemuComparison(new CpuComparison(CpuVerdict.Superset), QemuTruth.UsableModel);
        }

        try
        {
            return reported is not { Fallback: CpuFallback.Forbid } || model is null || driver.UsesCompatibilityCheck(cpu)
                ? new QemuComparison(driver.Compare(full, cpu), QemuTruth.HostModel)
                : new QemuComparison(driver.CompareUnusable(reported, cpu, model.Blockers ?? []), QemuTruth.Blockers);
        }
        catch (CpuException e)
        {
            return new QemuComparison(CpuComparison.Error(e.Refusal), QemuTruth.Blockers);
        }
    }

    private static void RequireX86(CpuDriver driver, string operation)
    {
        if (!driver.Arch.IsX86())
        {
            throw new CpuException(CpuErrorKind.Unsupported, new CpuReason(CpuRule.OperationNotSupported, operation) { Actual = driver.Arch.ToName() });
        }
    }
}
