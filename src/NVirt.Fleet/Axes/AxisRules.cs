using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>What besides features decides whether a guest runs on another host (fleet.md 8). Undecided is what is not known.</summary>
internal static class AxisRules
{
    // What QEMU gives named models.
    private const int QemuDefault = 40;
    private const ulong TolerancePerMillion = 250;
    private const ulong Million = 1_000_000;

    /// <summary>The physical address bits that a guest sees; <see langword="null"/> if nothing says it.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="host">The host that it runs on.</param>
    /// <param name="isQemu">Whether QEMU is the hypervisor, whose default then counts.</param>
    public static int? GuestBits(CpuStatement guest, CpuStatement host, bool isQemu)
    {
        bool takesHosts = guest.Axes.HostPhysBits == true
            || guest.Class is StatementClass.HostPassthrough or StatementClass.Maximum;
        return guest.Axes is { PhysBits: { } bits } && !takesHosts ? bits
            : guest.Axes.PhysBits is { } explicitly && guest.Axes.HostPhysBits != true ? explicitly
            : takesHosts ? host.Axes.PhysBits is { } hosts ? Math.Min(hosts, guest.Axes.MaxPhysBits ?? hosts) : null
            : isQemu && guest.Model is not null ? QemuDefault : null;
    }

    /// <summary>Whether a guest's physical address bits can be had on another host.</summary>
    public static CpuAxisGrade PhysBits(CpuStatement guest, CpuStatement host, CpuStatement target, bool isQemu)
    {
        if (GuestBits(guest, host, isQemu) is not { } bits || target.Axes.PhysBits is not { } offered)
        {
            return CpuAxisGrade.Undecided;
        }

        // Those that come from the host change with it.
        bool isOfHost = guest.Axes.PhysBits is null && (guest.Axes.HostPhysBits == true
            || guest.Class is StatementClass.HostPassthrough or StatementClass.Maximum);
        int there = isOfHost ? Math.Min(offered, guest.Axes.MaxPhysBits ?? offered) : bits;
        return bits > offered || there != bits ? CpuAxisGrade.Fatal : CpuAxisGrade.Harmless;
    }

    /// <summary>Whether a host can give a guest's frequency of the time stamp counter.</summary>
    /// <param name="guestHz">The guest's.</param>
    /// <param name="hostHz">The host's; <see langword="null"/> if it is not known.</param>
    /// <param name="scales">Whether the host can give another; <see langword="null"/> if it is not known.</param>
    public static CpuAxisGrade Tsc(ulong guestHz, ulong? hostHz, bool? scales)
    {
        if (hostHz is not { } offered)
        {
            return CpuAxisGrade.Undecided;
        }

        ulong difference = guestHz > offered ? guestHz - offered : offered - guestHz;
        ulong tolerance = (ulong)((UInt128)offered * TolerancePerMillion / Million);
        return difference <= tolerance ? CpuAxisGrade.Harmless
            : scales is null ? CpuAxisGrade.Undecided
            : scales == false ? CpuAxisGrade.Fatal
            : guestHz <= offered ? CpuAxisGrade.Harmless : CpuAxisGrade.Risky;
    }
}
