using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>
/// What besides features decides whether a guest can run on another host (fleet-rules.md 8), by one table of rules. Safe for use by several
/// threads.
/// </summary>
public static class AxisJudgement
{
    /// <summary>Judges all rules.</summary>
    /// <param name="guest">
    /// The guest; or a host, for the guests that it has: they run there, so <paramref name="from"/> need not be given.
    /// </param>
    /// <param name="from">The host that the guest runs on; <see langword="null"/> if it starts anew, or if nobody says.</param>
    /// <param name="target">The host that it is to run on.</param>
    /// <param name="context">What is known besides; <see langword="null"/> for nothing.</param>
    public static AxisVerdict Judge(CpuStatement guest, CpuStatement? from, CpuStatement target, AxisContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(guest);
        ArgumentNullException.ThrowIfNull(target);
        AxisQuestion question = new(
            guest, from ?? (guest.Subject == StatementSubject.Host ? guest : null), target, context ?? new AxisContext());
        ImmutableArray<AxisFinding>.Builder findings = ImmutableArray.CreateBuilder<AxisFinding>();
        ImmutableArray<CpuAxis>.Builder notJudged = ImmutableArray.CreateBuilder<CpuAxis>();
        foreach (AxisRule rule in AxisTable.Rules.Where(r => guest.Arch.IsX86() || IsOfAnyArchitecture(r, question)))
        {
            bool isOpen = rule.Compares && question.From is null;
            AxisFinding? finding = isOpen ? null : rule.Judge(question, out isOpen);
            if (finding is not null)
            {
                findings.Add(finding);
            }
            else if (isOpen)
            {
                notJudged.Add(rule.Axis);
            }
        }

        return new AxisVerdict(findings.ToImmutable(), notJudged.ToImmutable());
    }

    // The others are about registers of x86.
    private static bool IsOfAnyArchitecture(AxisRule rule, AxisQuestion question) =>
        rule.Axis is CpuAxis.MachineType or CpuAxis.QemuVersion
        || (rule.Axis == CpuAxis.PhysicalAddressBits && question.Guest.Axes.PhysBits is not null);
}
