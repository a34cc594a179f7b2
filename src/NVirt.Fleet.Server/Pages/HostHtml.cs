using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Pages;

/// <summary>A host: what each truth says of it, side by side; how it changed; and its guests.</summary>
internal static class HostHtml
{
    private const int MostEvents = 50;
    private const int MostGuests = 100;

    public static async Task<PageContent> OfAsync(PageRequest request)
    {
        string name = request.Name("name");
        IFleetStore store = request.Get<IFleetStore>();
        if (request.Snapshot.FindHost(name) is not { } host || await store.FindHostAsync(name, request.Cancellation) is not { } stored)
        {
            return PageContent.Missing(HostsHtml.Address, name);
        }

        IReadOnlyList<StoredEvent> events = await store.ReadEventsAsync(
            new EventFilter { Host = name, Limit = MostEvents }, request.Cancellation);
        return await request.HeavyAsync(HostsHtml.Address, () => new PageContent(
            HostsHtml.Address, Xml.Text.Of(PageTexts.Host_Title, name), BodyOf(request, host, stored, events)));
    }

    private static PageWriter BodyOf(PageRequest request, FleetHost host, StoredHost stored, IReadOnlyList<StoredEvent> events)
    {
        FleetGuest[] guests = [.. request.Snapshot.GuestsOn(host.Name)];
        string? pool = request.Snapshot.Pools.GetValueOrDefault(host.Name);
        PageWriter body = new();
        if (request.Inventory.FindHost(host.Name) is null)
        {
            body.Answer("stale", Xml.Text.Of(PageTexts.Host_Archived, SnapshotBuilder.ArchiveDays));
        }
        else if (host.Class.IsUnreachable)
        {
            body.Answer("unreachable", PageTexts.Unreachable);
        }
        else if (host.Details.IsStale)
        {
            body.Answer("stale", PageTexts.Stale);
        }

        body.Facts(
            [
                (PageTexts.Pool, pool, pool is null ? null : PageLinks.Pool(pool)),
                (PageTexts.SeenAt, host.Details.Time, null),
                (PageTexts.Problem, host.Details.Problem, null),
                (PageTexts.Kernel, stored.Kernel, null), ("QEMU", stored.Qemu, null), ("libvirt", stored.Libvirt, null),
                (PageTexts.Microcode, stored.MicrocodeText, null),
                (PageTexts.Memory, host.Details.MemoryMiB is { } memory ? $"{memory} MiB" : null, null),
                (PageTexts.Weight, host.Weight, null),
                .. host.Details.Labels.Select(l => (l.Key, (object?)l.Value, (string?)null)),
            ]);
        StatementTables.Append(body, host.Details.Statements);
        return body.Table(EventTable.Of(PageTexts.History, events), (column, value) => null)
            .Table(GuestsAnswer.TableOf(request.Snapshot.Matrix, guests.Take(MostGuests)),
                (column, value) => column == "guest" ? PageLinks.Guest((string)value) : null)
            .Link(PageLinks.With(GuestsHtml.Address, ("host", host.Name)), Xml.Text.Of(PageTexts.Host_Guests, guests.Length));
    }
}
