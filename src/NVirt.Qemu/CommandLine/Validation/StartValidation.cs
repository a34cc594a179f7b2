using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>What is refused when a domain starts (hypervisors.md 4.2).</summary>
internal static class StartValidation
{
    // As libvirt has it, which took it from KVM: closer frequencies need no scaling.
    private const ulong TolerancePerMillion = 250;

    public static void Check(QemuGuest guest)
    {
        if (guest.Domain.Cpu is { } cpu)
        {
            guest.Driver.ValidateFeatures(cpu);
        }

        if (guest.Host.Tsc is { Scaling: false } host)
        {
            foreach (DomainTimer timer in guest.Domain.Clock.Timers)
            {
                CheckFrequency(guest, timer, host.Frequency);
            }
        }
    }

    private static void CheckFrequency(QemuGuest guest, DomainTimer timer, ulong host)
    {
        ulong tolerance = (ulong)((UInt128)host * TolerancePerMillion / 1_000_000);
        if (timer is { Name: DomainTimerName.Tsc, Frequency: { } wanted } && (wanted > host ? wanted - host : host - wanted) > tolerance)
        {
            throw guest.Refuse(timer.Place, Text.Of(Messages.Args_TscFrequency, wanted, host));
        }
    }
}
