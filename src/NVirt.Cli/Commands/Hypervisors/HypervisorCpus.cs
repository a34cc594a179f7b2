using NVirt.Cli.Input;
using NVirt.Cpu;
using NVirt.Qemu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary>What a hypervisor says of CPUs; on s390x a running QEMU is asked.</summary>
internal static class HypervisorCpus
{
    public static QemuComparison Compare(Session session, QemuChoice qemu, CpuDefinition cpu)
    {
        if (!IsS390(qemu))
        {
            return QemuCompatibility.Compare(qemu.Driver, qemu.Slot, qemu.Models, cpu);
        }

        CpuDefinition host = qemu.Models.Reported ?? throw new CliException(Messages.Error_NoHostModel);
        return Ask(session, qemu, queries => queries.CompareAsync(host, cpu));
    }

    public static CpuDefinition Baseline(
        Session session, QemuChoice qemu, IReadOnlyList<CpuDefinition> cpus, bool migratable, bool expand, bool forGuests = false)
    {
        if (IsS390(qemu))
        {
            return Ask(session, qemu, queries => queries.BaselineAsync(qemu.Slot, cpus, expand));
        }

        CpuDefinition baseline = QemuCompatibility.Baseline(qemu.Driver, qemu.Slot, cpus, migratable, forGuests);
        return expand ? qemu.Driver.ExpandFeatures(baseline) : baseline;
    }

    /// <summary>Whose word a verdict is, in one sentence.</summary>
    public static string Describe(QemuTruth truth) => truth switch
    {
        QemuTruth.UsableModel => Messages.Truth_UsableModel,
        QemuTruth.HostModel => Messages.Truth_HostModel,
        QemuTruth.Blockers => Messages.Truth_Blockers,
        _ => Messages.Truth_Qemu,
    };

    private static bool IsS390(QemuChoice qemu) => qemu.Capabilities.Arch == CpuArchitecture.S390x;

    private static T Ask<T>(Session session, QemuChoice qemu, Func<S390ModelQueries, Task<T>> question) => qemu.IsLive
        ? Qemus.Try(session, async token =>
        {
            QemuProcessOptions options = new() { Accelerators = [qemu.Slot.Accelerator.ToName()] };
            await using QemuProcess process = await QemuProcess.StartAsync(qemu.Capabilities.Binary!, options, token);
            return await question(new S390ModelQueries(process.Qmp));
        })
        : throw new CliException(Messages.Error_NeedsRunningQemu);
}
