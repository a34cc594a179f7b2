using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>Timers that are options of <c>-cpu</c>, in document order (hypervisors.md 4.4, step 5).</summary>
internal static class TimerOptions
{
    public static void Write(DomainClock clock, OptionText options)
    {
        foreach (DomainTimer timer in clock.Timers)
        {
            switch (timer)
            {
                case { Name: DomainTimerName.KvmClock }:
                    options.Add("kvmclock", timer.Present);
                    break;
                case { Name: DomainTimerName.HypervClock, Present: true }:
                    options.Add("hv-time", true);
                    break;
                case { Name: DomainTimerName.Tsc, Frequency: { } frequency }:
                    options.Add("tsc-frequency", frequency);
                    break;
                case { Name: DomainTimerName.ArmVTimer, TickPolicy: { } policy }:
                    options.Add("kvm-no-adjvtime", policy == DomainTickPolicy.Discard);
                    break;
            }
        }
    }
}
