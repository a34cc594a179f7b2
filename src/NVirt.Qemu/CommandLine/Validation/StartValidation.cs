using NVirt.Cpu.Axes;
using NVirt.Domains;

namespace NVirt.Qemu.CommandLine;

/// <summary>What is refused when a domain starts (hypervisors.md 4.2).</summary>
internal static class StartValidation
{
    public static void Check(QemuGuest guest)
    {
        if (guest.Domain.Cpu is { } cpu)
        {
            guest.Driver.ValidateFeatures(cpu);
        }

        foreach ((DomainTimer timer, CpuAxisFinding finding) in Frequencies(guest))
        {
            if (finding.Grade == CpuAxisGrade.Fatal)
            {
                throw guest.Refuse(timer.Place, finding.Describe());
            }
        }
    }

    /// <summary>What may break a guest, and is not refused.</summary>
    public static IEnumerable<string> Warnings(QemuGuest guest) => Frequencies(guest)
        .Where(f => f.Finding.Grade == CpuAxisGrade.Risky)
        .Select(f => guest.Refuse(f.Timer.Place, f.Finding.Describe()).Message);

    private static IEnumerable<(DomainTimer Timer, CpuAxisFinding Finding)> Frequencies(QemuGuest guest) => guest.Domain.Clock.Timers
        .Where(t => t is { Name: DomainTimerName.Tsc, Frequency: not null })
        .Select(t => (t, CpuAxes.JudgeTscFrequency(t.Frequency!.Value, guest.Host.Tsc)));
}
