using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;

namespace NVirt.Qemu.HostModels;

/// <summary>
/// Compares CPUs with what a hypervisor can provide, not with what the processor has (hypervisor-rules.md 2 and 5.2).
/// </summary>
public static class QemuCompatibility
{
    /// <summary>The check before a start with <c>check='partial'</c> (hypervisor-rules.md 5.2).</summary>
    /// <param name="driver">The driver of the binary's architecture.</param>
    /// <param name="slot">The accelerator.</param>
    /// <param name="models">Its host models.</param>
    /// <param name="cpu">The guest's CPU.</param>
    /// <returns>The verdict; problems in the definition do not throw.</returns>
    public static QemuComparison CheckPartial(CpuDriver driver, QemuSlot slot, QemuHostModels models, CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(cpu);
        return Check(driver, slot, models.Reported, models.Full, cpu);
    }

    /// <summary>Whether a hypervisor can provide a CPU: the same check, against the reported host model.</summary>
    /// <param name="driver">The driver of the binary's architecture.</param>
    /// <param name="slot">The accelerator.</param>
    /// <param name="models">Its host models.</param>
    /// <param name="cpu">The CPU of a guest, or of another host.</param>
    /// <returns>The verdict; problems in the definition do not throw.</returns>
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

    /// <summary>The best CPU that all of the given ones can run and the hypervisor can provide.</summary>
    /// <param name="driver">The driver of the binary's architecture.</param>
    /// <param name="slot">The accelerator.</param>
    /// <param name="cpus">At least one CPU, each with a model.</param>
    /// <param name="migratable">Whether features that do not migrate are left out.</param>
    /// <param name="forGuests">Whether features that no guest of KVM gets are left out.</param>
    /// <returns>A guest definition with fallback forbid; its features are not expanded.</returns>
    /// <exception cref="CpuException">
    /// The architecture is not x86 (unsupported; for s390x see <see cref="S390ModelQueries"/>), no CPU fits (operation failed), or a CPU
    /// has no model (invalid argument).
    /// </exception>
    public static CpuDefinition Baseline(
        CpuDriver driver, QemuSlot slot, IReadOnlyList<CpuDefinition> cpus, bool migratable, bool forGuests = false)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(slot);
        RequireX86(driver, nameof(Baseline));

        // All properties count, whatever their values: they show which names QEMU knows.
        QemuHostCpu? host = slot.HostCpu;
        bool isFiltered = migratable && host is { KnowsMigratability: true };
        CpuBaselineOptions options = new()
        {
            Models = slot.ModelList,
            Features = host is null ? null
                : [.. host.Properties.Select(p => p.Name).Where(n => !isFiltered || !host.NonMigratable.Contains(n))],
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
            return reported is not { Fallback: CpuFallback.Forbid } || model is null || driver.Advanced.UsesCompatibilityCheck(cpu)
                ? new QemuComparison(driver.Compare(full, cpu), QemuTruth.HostModel)
                : new QemuComparison(driver.Advanced.CompareUnusable(reported, cpu, model.Blockers ?? []), QemuTruth.Blockers);
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
            throw new CpuException(
                CpuErrorKind.Unsupported, new CpuReason(CpuRule.OperationNotSupported, operation) { Actual = driver.Arch.ToName() });
        }
    }
}
