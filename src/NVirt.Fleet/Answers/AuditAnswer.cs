using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>Which protections guests do not get, and which they believe in without reason.</summary>
public static class AuditAnswer
{
    /// <summary>The answer about all guests: no if one needs a fix.</summary>
    /// <param name="inventory">The guests.</param>
    /// <param name="classes">The hosts that they are on or may go to; those of other architectures than x86 are left out.</param>
    /// <param name="kernel">The version of Linux in guests, one of <see cref="GuestAudit.Kernels"/>.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetInventory inventory, IEnumerable<HostClass> classes, Version kernel, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return Of(inventory, inventory.Guests, classes, kernel, isAgeStrict);
    }

    /// <summary>The same about some of the guests.</summary>
    public static FleetAnswer Of(
        FleetInventory inventory, IEnumerable<FleetGuest> guests, IEnumerable<HostClass> classes, Version kernel, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(kernel);
        HostClass[] pool = [.. classes.Where(c => c.Judged.Bits.Space.Arch.IsX86())];
        (FleetGuest Guest, GuestAudit? Audit)[] audits = [.. guests.Select(g => (g, AuditOf(g, pool, kernel, inventory.Map)))];
        CpuAnswer answer = CpuAnswers.Combine(
            audits.Select(a => a.Audit?.Answer ?? CpuAnswer.Unknown)
                .Append(FleetAnswer.Weaken(inventory, CpuAnswer.Yes, isAgeStrict)));
        return new FleetAnswer(
            Messages.Title_Audit, answer,
            Text.Of(Messages.Answer_Audit, audits.Count(a => a.Audit?.Answer == CpuAnswer.No), audits.Length), [TableOf(audits)])
        {
            Inventory = inventory,
            Facts = [(new("kernel", Messages.Column_Kernel), kernel.ToString(2))],
        };
    }

    // The host that a guest is on comes first; the others of its vendor are where it may go.
    private static GuestAudit? AuditOf(FleetGuest guest, HostClass[] pool, Version kernel, CpuMap map)
    {
        CpuStatement judged = guest.Class.Judged;
        string? vendor = guest.Class.From?.Vendor ?? judged.Definition?.Vendor
            ?? (judged.Model is { } model ? map.FindModel(model)?.Vendor : null);
        AuditedCpu[] hosts =
        [
            .. pool.Where(c => vendor is null || c.Vendor is null || c.Vendor == vendor).OrderBy(c => c != guest.Class.From)
                .Select(c => AuditedCpu.Of(c.Judged, c.Name, map)),
        ];
        return hosts.Length == 0 || !judged.Bits.Space.Arch.IsX86() ? null
            : GuestAudit.Of(AuditedCpu.Of(judged, guest.Name, map), hosts, kernel);
    }

    private static FleetTable TableOf((FleetGuest Guest, GuestAudit? Audit)[] audits) => FleetTable.Of(
        "guests", Messages.Heading_Audit,
        [Guest, Host, FleetColumns.Answer, Fix, new("vulnerable", Messages.Column_Vulnerable), Withheld, Invented, Lies],
        audits.Select(a => (IReadOnlyList<object?>)
        [
            a.Guest.Name, a.Guest.Host,
            a.Audit?.Answer switch
            {
                CpuAnswer.Yes => new FleetWord("no-fix-needed", Messages.Word_NoFix),
                CpuAnswer.No => new FleetWord("fix-needed", Messages.Word_FixNeeded),
                _ => new FleetWord("undecided", Messages.Word_Undecided),
            },
            a.Audit?.Fix.ToArray(),
            a.Audit?.Files.Where(f => f.IsVulnerable == true).Select(f => f.Name).ToArray(),
            a.Audit is null ? null : a.Audit.Hosts[0].Withheld.ToArray(),
            a.Audit?.Hosts.SelectMany(h => h.Invented).Distinct().Order(StringComparer.Ordinal).ToArray(),
            a.Audit?.Hosts.SelectMany(h => h.Lies).Distinct().Order(StringComparer.Ordinal).ToArray(),
        ]));
}
