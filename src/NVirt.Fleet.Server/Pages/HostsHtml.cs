using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Snapshots;

namespace NVirt.Fleet.Server.Pages;

/// <summary>The hosts, by name.</summary>
internal static class HostsHtml
{
    public const string Address = "/hosts";

    private const int Limit = 100;

    public static Task<PageContent> OfAsync(PageRequest request)
    {
        if (request.Part(Limit) is not { } part)
        {
            return Task.FromResult(PageContent.Bad(Address, PageTexts.Bad_Cursor));
        }

        string? name = request.Word("q");
        string? pool = request.Word("pool");
        bool isStale = request.Has("stale");
        bool isUnreachable = request.Has("unreachable");
        bool isArchived = request.Has("archived");
        (IReadOnlyList<FleetHost> hosts, string? next) = part.Cut(
            (isArchived ? request.Snapshot.Archive : request.Inventory).Hosts, h => h.Name,
            h => (!isStale || h.Details.IsStale) && (!isUnreachable || h.Class.IsUnreachable)
                && (pool is null || request.Snapshot.Pools.GetValueOrDefault(h.Name) == pool)
                && (name is null || h.Name.Contains(name, StringComparison.OrdinalIgnoreCase)));
        PageWriter body = new PageWriter()
            .Form(
                Address, PageTexts.Show, new PageField("q", PageTexts.NameHas, name), new PageField("pool", PageTexts.Pool, pool),
                PageField.Box("stale", PageTexts.StaleOnly, isStale),
                PageField.Box("unreachable", PageTexts.UnreachableOnly, isUnreachable),
                PageField.Box("archived", PageTexts.ArchivedOnly, isArchived))
            .Table(HostsAnswer.TableOf(hosts))
            .Next(next is null ? null : PageLinks.With(
                Address, ("q", name), ("pool", pool), ("stale", isStale ? "true" : null), ("unreachable", isUnreachable ? "true" : null),
                ("archived", isArchived ? "true" : null), ("cursor", next)))
            .Paragraph(Xml.Text.Of(PageTexts.Hosts_Archive, request.Snapshot.Archive.Hosts.Count, SnapshotBuilder.ArchiveDays));
        return Task.FromResult(new PageContent(Address, PageTexts.Hosts, body));
    }
}
