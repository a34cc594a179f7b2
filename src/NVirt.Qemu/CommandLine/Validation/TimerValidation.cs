using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>Which timers a guest may have, and how (hypervisors.md 4.2).</summary>
internal static class TimerValidation
{
    public static void Check(QemuGuest guest)
    {
        foreach (DomainTimer timer in guest.Domain.Clock.Timers)
        {
            if (Problem(guest, timer) is { } problem)
            {
                throw guest.Refuse(timer.Place, problem);
            }
        }
    }

    private static string? Problem(QemuGuest guest, DomainTimer timer) => timer switch
    {
        { Frequency: not null, Name: not DomainTimerName.Tsc } => Text.Of(Messages.Args_TimerFrequency, Name(timer)),
        { Name: DomainTimerName.Platform } => Text.Of(Messages.Args_TimerUnknown, Name(timer)),
        { Name: DomainTimerName.KvmClock or DomainTimerName.HypervClock, TickPolicy: not null } => Text.Of(Messages.Args_TimerTickPolicy, Name(timer)),
        { Name: DomainTimerName.Tsc or DomainTimerName.KvmClock or DomainTimerName.HypervClock, Present: true } when !guest.Arch.IsX86() =>
            Text.Of(Messages.Args_TimerArch, Name(timer), guest.Arch.ToName()),
        { Name: DomainTimerName.Rtc, TickPolicy: DomainTickPolicy.Merge or DomainTickPolicy.Discard } => Text.Of(Messages.Args_TimerTickPolicy, Name(timer)),
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
