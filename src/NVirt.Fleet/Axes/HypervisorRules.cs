using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>Rules on what a hypervisor gives besides the processor.</summary>
internal static class HypervisorRules
{
    private const string Evmcs = "evmcs";
    private const string Intel = "Intel";

    /// <summary>Whether the host gives the guest's enlightenments of Hyper-V.</summary>
    public static AxisFinding? HyperV(AxisQuestion question)
    {
        if (question.Kind == AxisGuestKind.Host || question.Guest.Axes.HyperV is not { Names.IsEmpty: false } wanted)
        {
            return null;
        }

        StatementNames? offered = question.Target.Axes.HyperV;
        if (wanted.Has(Evmcs) && question.Target.Vendor is { } vendor && vendor != Intel)
        {
            return new AxisFinding(CpuAxis.HyperV, CpuAxisGrade.Fatal, AxisWhy.NeedsIntel, Evmcs, vendor);
        }

        string[] missing = offered is null ? [] : [.. wanted.Without(offered)];
        return offered is null
            ? new AxisFinding(CpuAxis.HyperV, CpuAxisGrade.Undecided, AxisWhy.Unknown, wanted.ToString(), host: null)
            : missing.Length > 0
                ? new AxisFinding(CpuAxis.HyperV, CpuAxisGrade.Fatal, AxisWhy.NotGiven, string.Join(' ', missing), AxisFinding.None)
                : new AxisFinding(CpuAxis.HyperV, CpuAxisGrade.Harmless, AxisWhy.Fits, wanted.ToString(), wanted.ToString());
    }

    /// <summary>Whether the host's kernel gives the guest's features of KVM's own.</summary>
    public static AxisFinding? Paravirtual(AxisQuestion question)
    {
        if (question.Kind == AxisGuestKind.Host)
        {
            return null;
        }

        StatementNames? named = question.Guest.Axes.Paravirtual;
        StatementNames? offered = question.Target.Axes.Paravirtual;
        bool isNamed = named is { Names.IsEmpty: false };
        bool mayBeFatal = isNamed && question.Context.Hypervisor != AxisHypervisor.Other;
        if ((isNamed ? named : question.From?.Axes.Paravirtual) is not { Names.IsEmpty: false } wanted)
        {
            return null;
        }

        if (offered is null)
        {
            return mayBeFatal
                ? new AxisFinding(CpuAxis.KvmParavirtual, CpuAxisGrade.Undecided, AxisWhy.Unknown, wanted.ToString(), host: null) : null;
        }

        string[] missing = [.. wanted.Without(offered)];
        return missing.Length == 0
            ? new AxisFinding(CpuAxis.KvmParavirtual, CpuAxisGrade.Harmless, AxisWhy.Fits, wanted.ToString(), wanted.ToString())
            : new AxisFinding(
                CpuAxis.KvmParavirtual, mayBeFatal ? CpuAxisGrade.Fatal : CpuAxisGrade.Risky,
                mayBeFatal ? AxisWhy.QemuRefuses : AxisWhy.KernelLacks, string.Join(' ', missing), AxisFinding.None);
    }

    /// <summary>Whether the host's QEMU has the guest's machine type.</summary>
    public static AxisFinding? Machine(AxisQuestion question)
    {
        if (question.Kind == AxisGuestKind.Host || question.Guest.Axes.Machine is not { } machine)
        {
            return null;
        }

        StatementNames? machines = question.Target.Axes.Machines;
        bool isAlias = AxisLists.IsAlias(machine);
        bool runs = question.From is not null || question.Guest.Truth == StatementTruth.Live;
        return machines is not null && !machines.Has(machine) ? Find(CpuAxisGrade.Fatal, AxisWhy.NotInQemu, AxisFinding.None)
            : isAlias ? Find(runs ? CpuAxisGrade.Undecided : CpuAxisGrade.Risky, AxisWhy.MadeAnew, machine)
            : machines is null ? Find(CpuAxisGrade.Undecided, AxisWhy.Unknown, null)
            : Find(CpuAxisGrade.Harmless, AxisWhy.Fits, machine);

        AxisFinding Find(CpuAxisGrade grade, AxisWhy why, string? host) => new(CpuAxis.MachineType, grade, why, machine, host);
    }

    /// <summary>Whether the host's QEMU is at least as new.</summary>
    public static AxisFinding? Qemu(AxisQuestion question)
    {
        if (question.From!.Axes.QemuVersion is not { } before || question.Target.Axes.QemuVersion is not { } after)
        {
            return null;
        }

        (CpuAxisGrade grade, AxisWhy why) = after < before ? (CpuAxisGrade.Risky, AxisWhy.OlderQemu)
            : after == before ? (CpuAxisGrade.Harmless, AxisWhy.Same)
            : (CpuAxisGrade.Harmless, AxisWhy.Fits);
        return new AxisFinding(CpuAxis.QemuVersion, grade, why, before.ToString(), after.ToString());
    }
}
