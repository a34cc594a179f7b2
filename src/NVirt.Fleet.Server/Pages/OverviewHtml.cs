using System.Globalization;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Pages;

/// <summary>The first page: one number each of hosts, guests, stuck guests, stale hosts, and drift.</summary>
internal static class OverviewHtml
{
    public const string Address = "/";

    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    public static async Task<PageContent> OfAsync(PageRequest request)
    {
        long drifts = await request.Get<IFleetStore>().CountDriftsAsync(request.Now - Recent, request.Cancellation);
        return await request.HeavyAsync(Address, () =>
        {
            FleetMatrix matrix = request.Snapshot.Matrix;
            PageWriter body = new PageWriter().Add("<ul class=\"numbers\">\n");
            Number(body, HostsHtml.Address, request.Inventory.Hosts.Count, PageTexts.Hosts);
            Number(body, GuestsHtml.Address, request.Inventory.Guests.Count, PageTexts.Guests);
            Number(body, PageLinks.With(GuestsHtml.Address, ("stuck", "true")), matrix.Stuck.Sum(g => g.Count), PageTexts.Stuck);
            Number(
                body, PageLinks.With(HostsHtml.Address, ("stale", "true")), request.Inventory.Hosts.Count(h => h.Details.IsStale),
                PageTexts.Stale);
            Number(body, PageLinks.With(DriftHtml.Address, ("kind", NewEvent.Drift)), drifts, PageTexts.DriftToday);
            return new PageContent(Address, PageTexts.Overview, body.Add("</ul>\n").Paragraph(PageTexts.Overview_Stuck));
        });
    }

    private static void Number(PageWriter body, string address, long number, string what) => body
        .Add("<li><a href=\"").Escaped(address).Add("\"><strong>").Escaped(number.ToString(CultureInfo.InvariantCulture))
        .Add("</strong> ").Escaped(what).Add("</a></li>\n");
}
