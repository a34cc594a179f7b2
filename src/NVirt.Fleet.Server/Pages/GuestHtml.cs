using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Mitigations;

namespace NVirt.Fleet.Server.Pages;

/// <summary>A guest: where it can go and why not, what it got against what it asked for, and its protections.</summary>
internal static class GuestHtml
{
    private const int MostClasses = 200;

    public static Task<PageContent> OfAsync(PageRequest request)
    {
        string id = request.Name("id");
        string? host = request.Word("host");
        FleetGuest[] guests = [.. request.Snapshot.FindGuests(id).Where(g => host is null || g.Host == host)];
        return guests.Length switch
        {
            0 => Task.FromResult(PageContent.Missing(GuestsHtml.Address, id)),
            1 => request.HeavyAsync(GuestsHtml.Address, () => new PageContent(
                GuestsHtml.Address, Xml.Text.Of(PageTexts.Guest_Title, guests[0].Name), BodyOf(request, guests[0]))),
            _ => Task.FromResult(new PageContent(
                GuestsHtml.Address, Xml.Text.Of(PageTexts.Guest_Title, id), new PageWriter().Names(
                    PageTexts.Guest_Several, guests.Select(g => g.Host ?? string.Empty), h => PageLinks.GuestOn(id, h)))),
        };
    }

    private static PageWriter BodyOf(PageRequest request, FleetGuest guest)
    {
        FleetMatrix matrix = request.Snapshot.Matrix;
        MatrixTargets targets = matrix.Targets[guest.Class.Index];
        string? pool = guest.Host is { } on ? request.Snapshot.Pools.GetValueOrDefault(on) : null;
        PageWriter body = new PageWriter()
            .Answer(
                targets.Yes > 0 ? "yes" : targets.Undecided > 0 ? "undecided" : "no",
                Xml.Text.Of(PageTexts.Guest_Targets, targets.Yes, targets.Undecided))
            .Facts(
                (PageTexts.Host, guest.Host, guest.Host is { } place ? PageLinks.Host(place) : null),
                (PageTexts.Pool, pool, pool is null ? null : PageLinks.Pool(pool)),
                (PageTexts.State, guest.IsRunning ? PageTexts.Running : PageTexts.Off, null),
                (PageTexts.Memory, guest.Details.MemoryMiB is { } memory ? $"{memory} MiB" : null, null),
                ("ID", request.Snapshot.Ids[guest], null))
            .Table(MatrixAnswer.CellsOf(
                matrix, request.Inventory.HostClasses.OrderBy(h => matrix[guest.Class, h].Verdict).ThenBy(h => h.Index).Take(MostClasses)
                    .Select(h => (guest.Class, h))), (column, value) => column == "hostClass"
                        ? PageLinks.Pair(guest.Class.Name, (string)value) : null);
        StatementTables.Append(body, [.. guest.Details.Statements]);
        return body.Table(
            AuditAnswer.Of(request.Inventory, [guest], request.Inventory.KnownClasses(pool: null), GuestAudit.Kernels[0]).Tables[0]);
    }
}
