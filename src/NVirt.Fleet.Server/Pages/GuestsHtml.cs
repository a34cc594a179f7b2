using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;

namespace NVirt.Fleet.Server.Pages;

/// <summary>The guests, by name, with the number of hosts that could take each.</summary>
internal static class GuestsHtml
{
    public const string Address = "/guests";

    private const int Limit = 100;

    public static Task<PageContent> OfAsync(PageRequest request) => request.HeavyAsync(Address, () =>
    {
        if (request.Part(Limit) is not { } part)
        {
            return PageContent.Bad(Address, PageTexts.Bad_Cursor);
        }

        FleetMatrix matrix = request.Snapshot.Matrix;
        string? name = request.Word("q");
        string? host = request.Word("host");
        string? pool = request.Word("pool");
        bool isStuck = request.Has("stuck");
        (IReadOnlyList<FleetGuest> guests, string? next) = part.Cut(
            request.Inventory.Guests, g => g.Name,
            g => (!isStuck || matrix.Targets[g.Class.Index].IsStuck) && (host is null || g.Host == host)
                && (pool is null || (g.Host is { } place && request.Snapshot.Pools.GetValueOrDefault(place) == pool))
                && (name is null || g.Name.Contains(name, StringComparison.OrdinalIgnoreCase)));
        PageWriter body = new PageWriter()
            .Form(
                Address, PageTexts.Show, new PageField("q", PageTexts.NameHas, name), new PageField("host", PageTexts.Host, host),
                new PageField("pool", PageTexts.Pool, pool), PageField.Box("stuck", PageTexts.StuckOnly, isStuck))
            .Table(GuestsAnswer.TableOf(matrix, guests), (column, value) => column == "class" ? null : PageLinks.Of(column, value))
            .Next(next is null ? null : PageLinks.With(
                Address, ("q", name), ("host", host), ("pool", pool), ("stuck", isStuck ? "true" : null), ("cursor", next)));
        return new PageContent(Address, PageTexts.Guests, body);
    });
}
