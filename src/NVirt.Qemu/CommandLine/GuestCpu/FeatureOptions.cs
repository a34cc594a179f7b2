using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Qemu.CommandLine.GuestCpu;

/// <summary>
/// Timers, in document order, and switches of <c>features</c> that are options of <c>-cpu</c>
/// (hypervisor-rules.md 4.4, steps 5, 6, 9 and 10).
/// </summary>
internal static class FeatureOptions
{
    public static void WriteTimers(DomainClock clock, OptionText options)
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

    public static void WriteParavirtual(DomainFeatures features, OptionText options)
    {
        options.Add("kvm-pv-eoi", features.ApicEoi);
        options.Add("kvm-pv-unhalt", features.PvSpinlock);
    }

    public static void WriteKvm(KvmFeatures kvm, OptionText options)
    {
        if (kvm.Hidden == true)
        {
            options.Add("kvm", false);
        }

        if (kvm.HintDedicated == true)
        {
            options.Add("kvm-hint-dedicated", true);
        }

        if (kvm.PollControl == true)
        {
            options.Add("kvm-poll-control", true);
        }

        if (kvm.PvIpi == false)
        {
            options.Add("kvm-pv-ipi", false);
        }
    }

    public static void WritePmu(QemuGuest guest, OptionText options)
    {
        if (!guest.Arch.IsPpc64())
        {
            options.Add("pmu", guest.Domain.Features.Pmu);
        }
    }
}
