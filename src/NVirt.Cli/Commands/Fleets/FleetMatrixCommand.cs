using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Xml;
using static NVirt.Cli.Output.Fleets.FleetColumn;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet matrix</c>: which guests can run where, and why not.</summary>
internal static class FleetMatrixCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> by = SharedOptions.Word("--by", Messages.Option_FleetBy, "class", "guest", "host");
        Option<bool> stuck = new("--stuck") { Description = Messages.Option_FleetStuck };
        return SharedOptions.Command(
            "matrix", Messages.Command_FleetMatrix, OutputFormats.OfFleet, Run, [.. inputs.Judging, by, stuck]);

        int Run(Session session)
        {
            FleetMatrix matrix = FleetMatrix.Of(inputs.Read(session), inputs.OptionsOf(session));
            GuestClass[] guests = [.. Ordered(matrix, session.Get(stuck))];
            CpuAnswer answer = inputs.Weaken(session, matrix.Inventory, matrix.Answer);
            FleetTable[] tables = session.Get(by) switch
            {
                "guest" => [GuestsOf(matrix, guests)],
                "host" => [HostsOf(matrix, guests)],
                _ => [CellsOf(matrix, guests), GuestsOf(matrix, guests)],
            };
            return new FleetReport(Messages.FleetTitle_Matrix, answer, WordOf(matrix, answer), tables)
            {
                Inventory = matrix.Inventory,
                Map = MapOf(matrix, guests),
            }.Write(session);
        }
    }

    private static string WordOf(FleetMatrix matrix, CpuAnswer answer) => answer switch
    {
        CpuAnswer.Yes => Messages.FleetAnswer_NoneStuck,
        CpuAnswer.No => Text.Of(
            Messages.FleetAnswer_Stuck,
            matrix.Inventory.GuestClasses.Where(g => matrix.Targets[g.Index] is { Yes: 0, Undecided: 0 }).Sum(g => g.Count)),
        _ => Messages.FleetWord_Undecided,
    };

    // Those that can go nowhere come first.
    private static IEnumerable<GuestClass> Ordered(FleetMatrix matrix, bool stuckOnly) => matrix.Inventory.GuestClasses
        .Where(g => !stuckOnly || matrix.Targets[g.Index].IsStuck).OrderBy(g => !matrix.Targets[g.Index].IsStuck).ThenBy(g => g.Index);

    private static FleetTable CellsOf(FleetMatrix matrix, GuestClass[] guests) => FleetTable.Of(
        "cells", Messages.FleetHeading_Cells,
        [GuestsLike, GuestCount, HostsLike, HostCount, Truth, Verdict, Grade, Missing, Unknown, Axes],
        guests.SelectMany(g => matrix.Inventory.HostClasses.Select(h => CellOf(matrix, g, h))));

    private static IReadOnlyList<object?> CellOf(FleetMatrix matrix, GuestClass guest, HostClass host)
    {
        PairVerdict pair = matrix.Explain(guest, host);
        return
        [
            guest.Name,
            guest.Count,
            host.Name,
            host.Count,
            host.IsUnreachable ? null : FleetWords.Of(host.Truth),
            FleetWords.Of(pair.Verdict),
            pair.Grade == CpuAxisGrade.Harmless ? null : FleetWords.Of(pair.Grade),
            pair.Missing.Concat(pair.Starts.Forbidden.Select(f => "!" + f)).ToArray(),
            host.IsUnreachable ? Array.Empty<string>() : pair.Unknown.ToArray(),
            pair.Axes.Where(a => a.Grade is CpuAxisGrade.Fatal or CpuAxisGrade.Undecided or CpuAxisGrade.Risky)
                .Select(a => a.ToReason().Subject ?? string.Empty).ToArray(),
        ];
    }

    private static FleetTable GuestsOf(FleetMatrix matrix, GuestClass[] guests) => FleetTable.Of(
        "guests", Messages.FleetHeading_GuestTargets, [Guest, Host, Targets, Undecided],
        guests.SelectMany(c => matrix.Inventory.GuestsOf(c).Select(g => (IReadOnlyList<object?>)
            [g.Name, g.Host, matrix.Targets[c.Index].Yes, matrix.Targets[c.Index].Undecided])));

    private static FleetTable HostsOf(FleetMatrix matrix, GuestClass[] guests) => FleetTable.Of(
        "hosts", Messages.FleetHeading_HostGuests, [Host, GuestCount, Undecided, Refused],
        matrix.Inventory.Hosts.Select(h => (IReadOnlyList<object?>)
        [
            h.Name,
            guests.Where(g => matrix[g, h.Class].IsYes).Sum(g => g.Count),
            guests.Where(g => matrix[g, h.Class].Verdict == FleetVerdict.Undecided).Sum(g => g.Count),
            guests.Where(g => matrix[g, h.Class].Verdict == FleetVerdict.Incompatible).Sum(g => g.Count),
        ]));

    private static HeatMap MapOf(FleetMatrix matrix, GuestClass[] guests)
    {
        HostClass[] hosts = [.. matrix.Inventory.HostClasses.Take(HeatMap.Most)];
        return new HeatMap(
            [.. hosts.Select(h => $"{h.Name} ({h.Count})")],
            [
                .. guests.Take(HeatMap.Most)
                    .Select(g => ($"{g.Name} ({g.Count})", (IReadOnlyList<HeatCell>)[.. hosts.Select(h => Cell(g, h))])),
            ],
            guests.Length > HeatMap.Most || matrix.Inventory.HostClasses.Length > HeatMap.Most);

        HeatCell Cell(GuestClass guest, HostClass host)
        {
            FleetWord word = FleetWords.Of(matrix[guest, host].Verdict);
            string mark = word.Key switch { "identical" => "=", "superset" => "+", "undecided" => "?", _ => "x" };
            return new HeatCell(word.Key, mark, $"{guest.Name} / {host.Name}: {word.Title}");
        }
    }
}
