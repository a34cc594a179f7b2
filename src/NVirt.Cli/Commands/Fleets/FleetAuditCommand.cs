using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Mitigations;
using NVirt.Platforms;
using NVirt.Xml;
using static NVirt.Cli.Output.Fleets.FleetColumn;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet audit</c>: which protections guests do not get, and which they believe in without reason.</summary>
internal static class FleetAuditCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> kernel = SharedOptions.Word(
            "--kernel", Messages.Option_AuditKernel, [.. GuestAudit.Kernels.Select(k => k.ToString(2))]);
        return SharedOptions.Command(
            "audit", Messages.Command_FleetAudit, OutputFormats.OfFleet, Run, [.. inputs.All, inputs.Pool, kernel]);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            HostClass[] pool = [.. inputs.ClassesOf(session, inventory).Where(c => c.Judged.Bits.Space.Arch.IsX86())];
            Version version = Version.Parse(session.Get(kernel)!);
            (FleetGuest Guest, GuestAudit? Audit)[] audits =
                [.. inventory.Guests.Select(g => (g, AuditOf(g, pool, version, session)))];
            CpuAnswer answer = CpuAnswers.Combine(
                audits.Select(a => a.Audit?.Answer ?? CpuAnswer.Unknown).Append(inputs.Weaken(session, inventory, CpuAnswer.Yes)));
            return new FleetReport(
                Messages.FleetTitle_Audit, answer,
                Text.Of(Messages.FleetAnswer_Audit, audits.Count(a => a.Audit?.Answer == CpuAnswer.No), audits.Length), [TableOf(audits)])
            {
                Inventory = inventory,
                Facts = [(new("kernel", Messages.FleetColumn_Kernel), session.Get(kernel))],
            }.Write(session);
        }
    }

    // The host that a guest is on comes first; the others of its vendor are where it may go.
    private static GuestAudit? AuditOf(FleetGuest guest, HostClass[] pool, Version kernel, Session session)
    {
        CpuStatement judged = guest.Class.Judged;
        string? vendor = guest.Class.From?.Vendor ?? judged.Definition?.Vendor
            ?? (judged.Model is { } model ? session.Map.FindModel(model)?.Vendor : null);
        AuditedCpu[] hosts =
        [
            .. pool.Where(c => vendor is null || c.Vendor is null || c.Vendor == vendor).OrderBy(c => c != guest.Class.From)
                .Select(c => AuditedCpu.Of(c.Judged, c.Name, session.Map)),
        ];
        return hosts.Length == 0 || !judged.Bits.Space.Arch.IsX86() ? null
            : GuestAudit.Of(AuditedCpu.Of(judged, guest.Name, session.Map), hosts, kernel);
    }

    private static FleetTable TableOf((FleetGuest Guest, GuestAudit? Audit)[] audits) => FleetTable.Of(
        "guests", Messages.FleetHeading_Audit,
        [Guest, Host, FleetColumn.Answer, Fix, new("vulnerable", Messages.FleetColumn_Vulnerable), Withheld, Invented, Lies],
        audits.Select(a => (IReadOnlyList<object?>)
        [
            a.Guest.Name, a.Guest.Host,
            a.Audit?.Answer switch
            {
                CpuAnswer.Yes => new FleetWord("no-fix-needed", Messages.FleetWord_NoFix),
                CpuAnswer.No => new FleetWord("fix-needed", Messages.FleetWord_FixNeeded),
                _ => new FleetWord("undecided", Messages.FleetWord_Undecided),
            },
            a.Audit?.Fix.ToArray(),
            a.Audit?.Files.Where(f => f.IsVulnerable == true).Select(f => f.Name).ToArray(),
            a.Audit is null ? null : a.Audit.Hosts[0].Withheld.ToArray(),
            a.Audit?.Hosts.SelectMany(h => h.Invented).Distinct().Order(StringComparer.Ordinal).ToArray(),
            a.Audit?.Hosts.SelectMany(h => h.Lies).Distinct().Order(StringComparer.Ordinal).ToArray(),
        ]));
}
