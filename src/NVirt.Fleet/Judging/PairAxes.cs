using System.Collections.Concurrent;
using System.Globalization;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Judging;

/// <summary>What a rule beside the features says of a pair.</summary>
/// <param name="Axis">What it is about; the word is part of the JSON output.</param>
/// <param name="Grade">How much it matters.</param>
/// <param name="Guest">The guest's value; <see langword="null"/> if it is not known.</param>
/// <param name="Host">The host's value; <see langword="null"/> if it is not known.</param>
public sealed record PairAxis(string Axis, CpuAxisGrade Grade, string? Guest, string? Host);

/// <summary>The one place where the fleet asks the rules of axes (fleet.md 8).</summary>
internal static class PairAxes
{
    // Forms of platforms whose guests QEMU runs.
    private static readonly string[] QemuForms =
        ["qemu", "proxmox", "kube", "nova", "incus", "ovirt", "vdsm", "opennebula", "cloudstack", "qmp"];

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Whether QEMU runs such guests, as far as their form tells.</summary>
    public static bool IsQemu(CpuStatement guest) =>
        Known.GetOrAdd(guest.Form, static form => Array.Exists(QemuForms, f => form.StartsWith(f, StringComparison.Ordinal)));

    /// <summary>All findings of a pair.</summary>
    public static List<PairAxis> Of(GuestClass guest, CpuStatement target, FleetOptions options)
    {
        List<PairAxis> found = [];
        Add("vendor", Vendor(guest, target, options), guest.Vendor, target.Vendor);
        bool isQemu = options.IsQemu ?? IsQemu(guest.Judged);
        CpuStatement from = guest.From?.Judged ?? target;
        int? bits = AxisRules.GuestBits(guest.Judged, from, isQemu);
        Add("phys-bits", PhysBits(guest, target, isQemu), Text(bits), Text(target.Axes.PhysBits));
        Add("tsc", Tsc(guest, target), Text(guest.Judged.Axes.TscHz), Text(target.Axes.TscHz));
        return found;

        void Add(string axis, CpuAxisGrade? grade, string? mine, string? hosts)
        {
            if (grade is { } judged)
            {
                found.Add(new PairAxis(axis, judged, mine, hosts));
            }
        }

        static string? Text<T>(T? number)
            where T : struct, IFormattable => number?.ToString(null, CultureInfo.InvariantCulture);
    }

    /// <summary>The worst grade of a pair; nothing is allocated.</summary>
    public static CpuAxisGrade WorstOf(GuestClass guest, CpuStatement target, FleetOptions options)
    {
        bool isQemu = options.IsQemu ?? IsQemu(guest.Judged);
        return Worse(
            Worse(Vendor(guest, target, options) ?? CpuAxisGrade.Harmless, PhysBits(guest, target, isQemu) ?? CpuAxisGrade.Harmless),
            Tsc(guest, target) ?? CpuAxisGrade.Harmless);
    }

    /// <summary>The worse of two grades: fatal, then undecided, then risky, then harmless.</summary>
    public static CpuAxisGrade Worse(CpuAxisGrade a, CpuAxisGrade b) => (CpuAxisGrade)Math.Max((int)a, (int)b);

    private static CpuAxisGrade? Vendor(GuestClass guest, CpuStatement target, FleetOptions options) => guest.Vendor switch
    {
        null => null,
        _ when target.Vendor is null => CpuAxisGrade.Undecided,
        { } vendor when string.Equals(vendor, target.Vendor, StringComparison.Ordinal) => CpuAxisGrade.Harmless,
        _ => options.AllowsMixedVendors ? CpuAxisGrade.Risky : CpuAxisGrade.Fatal,
    };

    // Who does not know what the hypervisor gives has nothing to compare.
    private static CpuAxisGrade? PhysBits(GuestClass guest, CpuStatement target, bool isQemu)
    {
        CpuStatement judged = guest.Judged;
        bool isOfHost = judged.Axes.HostPhysBits == true || judged.Class is StatementClass.HostPassthrough or StatementClass.Maximum;
        return guest.From is null && isOfHost ? null
            : AxisRules.GuestBits(judged, guest.From?.Judged ?? target, isQemu) is null && !isOfHost ? null
            : AxisRules.PhysBits(judged, guest.From?.Judged ?? target, target, isQemu);
    }

    private static CpuAxisGrade? Tsc(GuestClass guest, CpuStatement target) => guest.Judged.Axes.TscHz is { } hz
        ? AxisRules.Tsc(hz, target.Axes.TscHz, target.Axes.TscScaling) : null;
}
