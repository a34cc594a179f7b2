using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>Which guests can run where, and why not.</summary>
public static class MatrixAnswer
{
    /// <summary>The answer: no if some guest can go nowhere.</summary>
    /// <param name="matrix">All guests on all hosts.</param>
    /// <param name="view">The tables that are wanted.</param>
    /// <param name="isStuckOnly">Whether guests that can go somewhere are left out.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(
        FleetMatrix matrix, MatrixView view = MatrixView.Classes, bool isStuckOnly = false, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        GuestClass[] guests = [.. Ordered(matrix, isStuckOnly)];
        CpuAnswer answer = FleetAnswer.Weaken(matrix.Inventory, matrix.Answer, isAgeStrict);
        FleetTable[] tables = view switch
        {
            MatrixView.Guests => [GuestsOf(matrix, guests)],
            MatrixView.Hosts => [HostsOf(matrix, guests)],
            _ => [CellsOf(matrix, guests.SelectMany(g => matrix.Inventory.HostClasses.Select(h => (g, h)))), GuestsOf(matrix, guests)],
        };
        return new FleetAnswer(Messages.Title_Matrix, answer, WordOf(matrix, answer), tables)
        {
            Inventory = matrix.Inventory,
            Map = MapOf(matrix, guests),
        };
    }

    /// <summary>The matrix as colours; classes of guests that no host can take come first.</summary>
    public static HeatMap MapOf(FleetMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return MapOf(matrix, [.. Ordered(matrix, isStuckOnly: false)]);
    }

    /// <summary>Pairs of classes with their reasons, as a table.</summary>
    public static FleetTable CellsOf(FleetMatrix matrix, IEnumerable<(GuestClass Guests, HostClass Hosts)> pairs) => FleetTable.Of(
        "cells", Messages.Heading_Cells,
        [GuestsLike, GuestCount, HostsLike, HostCount, Truth, Verdict, Grade, Missing, Unknown, FleetColumns.Axes],
        pairs.Select(p => CellOf(matrix, p.Guests, p.Hosts)));

    private static string WordOf(FleetMatrix matrix, CpuAnswer answer) => answer switch
    {
        CpuAnswer.Yes => Messages.Answer_NoneStuck,
        CpuAnswer.No => Text.Of(
            Messages.Answer_Stuck,
            matrix.Inventory.GuestClasses.Where(g => matrix.Targets[g.Index] is { Yes: 0, Undecided: 0 }).Sum(g => g.Count)),
        _ => Messages.Word_Undecided,
    };

    // Those that can go nowhere come first.
    private static IEnumerable<GuestClass> Ordered(FleetMatrix matrix, bool isStuckOnly) => matrix.Inventory.GuestClasses
        .Where(g => !isStuckOnly || matrix.Targets[g.Index].IsStuck).OrderBy(g => !matrix.Targets[g.Index].IsStuck).ThenBy(g => g.Index);

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
        "guests", Messages.Heading_GuestTargets, [Guest, Host, Targets, Undecided],
        guests.SelectMany(c => matrix.Inventory.GuestsOf(c).Select(g => (IReadOnlyList<object?>)
            [g.Name, g.Host, matrix.Targets[c.Index].Yes, matrix.Targets[c.Index].Undecided])));

    private static FleetTable HostsOf(FleetMatrix matrix, GuestClass[] guests) => FleetTable.Of(
        "hosts", Messages.Heading_HostGuests, [Host, GuestCount, Undecided, Refused],
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
            [.. guests.Take(HeatMap.Most).Select(g => new HeatRow($"{g.Name} ({g.Count})", [.. hosts.Select(h => Cell(g, h))]))],
            guests.Length > HeatMap.Most || matrix.Inventory.HostClasses.Length > HeatMap.Most);

        HeatCell Cell(GuestClass guest, HostClass host)
        {
            FleetWord word = FleetWords.Of(matrix[guest, host].Verdict);
            string mark = word.Key switch { "identical" => "=", "superset" => "+", "undecided" => "?", _ => "x" };
            return new HeatCell(word.Key, mark, $"{guest.Name} / {host.Name}: {word.Title}", guest.Name, host.Name);
        }
    }
}
