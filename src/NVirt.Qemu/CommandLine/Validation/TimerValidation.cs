using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>Which timers a guest may have, and how (hypervisor-rules.md 4.2).</summary>
internal static class TimerValidation
{
    public static void Check(QemuGuest guest)
    {
        foreach (DomainTimer timer in guest.Domain.Clock.Timers)
        {
            if (Problem(guest, timer) is { } problem)
            {
                guest.Report(guest.Refuse(timer.Place, problem));
            }
        }
    }

    /// <summary>Refuses a frequency that the host's counter cannot have, when a domain starts.</summary>
    public static void CheckFrequencies(QemuGuest guest)
    {
        foreach ((DomainTimer timer, CpuAxisFinding finding) in Frequencies(guest))
        {
            if (finding.Grade == CpuAxisGrade.Fatal)
            {
                guest.Report(guest.Refuse(timer.Place, finding.Describe()));
            }
        }
    }

    /// <summary>Reports frequencies that may break a guest but are not refused.</summary>
    public static IEnumerable<string> Warnings(QemuGuest guest) => Frequencies(guest)
        .Where(f => f.Finding.Grade == CpuAxisGrade.Risky)
        .Select(f => guest.Refuse(f.Timer.Place, f.Finding.Describe()).Message);

    private static IEnumerable<(DomainTimer Timer, CpuAxisFinding Finding)> Frequencies(QemuGuest guest) => guest.Domain.Clock.Timers
        .Where(t => t is { Name: DomainTimerName.Tsc, Frequency: not null })
        .Select(t => (t, CpuAxes.JudgeTscFrequency(t.Frequency!.Value, guest.Host.Tsc)));

    private static string? Problem(QemuGuest guest, DomainTimer timer) => timer switch
    {
        { Frequency: not null, Name: not DomainTimerName.Tsc } => Text.Of(Messages.Args_TimerFrequency, Name(timer)),
        { Name: DomainTimerName.Platform } => Text.Of(Messages.Args_TimerUnknown, Name(timer)),
        { Name: DomainTimerName.KvmClock or DomainTimerName.HypervClock, TickPolicy: not null } =>
            Text.Of(Messages.Args_TimerTickPolicy, Name(timer)),
        { Name: DomainTimerName.Tsc or DomainTimerName.KvmClock or DomainTimerName.HypervClock, Present: true } when !guest.Arch.IsX86() =>
            Text.Of(Messages.Args_TimerArch, Name(timer), guest.Arch.ToName()),
        { Name: DomainTimerName.Rtc, TickPolicy: DomainTickPolicy.Merge or DomainTickPolicy.Discard } =>
            Text.Of(Messages.Args_TimerTickPolicy, Name(timer)),
        { Name: DomainTimerName.Rtc, Track: "boot" } => Text.Of(Messages.Args_TimerTrack, Name(timer)),
        { Name: DomainTimerName.Pit, TickPolicy: DomainTickPolicy.Merge } => Text.Of(Messages.Args_TimerTickPolicy, Name(timer)),
        { Name: DomainTimerName.ArmVTimer } => ArmProblem(guest, timer),
        _ => null,
    };

    private static string? ArmProblem(QemuGuest guest, DomainTimer timer) => timer switch
    {
        _ when !guest.IsKvm || !guest.Arch.IsArm() || !guest.IsMachine("virt") || !guest.Capabilities.HasKvmNoAdjvtime =>
            Text.Of(Messages.Args_TimerArm, Name(timer), guest.Domain.Type, guest.Arch.ToName(), guest.Machine.Name),
        { Present: false } => Text.Of(Messages.Args_TimerOff, Name(timer)),
        { TickPolicy: DomainTickPolicy.Catchup or DomainTickPolicy.Merge } => Text.Of(Messages.Args_TimerTickPolicy, Name(timer)),
        _ => null,
    };

    private static string Name(DomainTimer timer) => DomainTimer.Names[(int)timer.Name];
}
