using NVirt.Fleet.Answers;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Pages;

/// <summary>A pool: what its hosts have in common, who lowers that, and what was frozen.</summary>
internal static class PoolHtml
{
    private const int MostHosts = 100;
    private const int MostBaselines = 50;

    public static async Task<PageContent> OfAsync(PageRequest request)
    {
        string name = request.Name("name");
        if (request.Inventory.FindPool(name) is not { } pool)
        {
            return PageContent.Missing(PoolsHtml.Address, name);
        }

        IReadOnlyList<StoredBaseline> frozen = await request.Get<IFleetStore>().ReadBaselinesAsync(name, request.Cancellation);
        return await request.HeavyAsync(PoolsHtml.Address, () => new PageContent(
            PoolsHtml.Address, Xml.Text.Of(PageTexts.Pool_Title, name), BodyOf(request.Inventory, pool, frozen)));
    }

    private static PageWriter BodyOf(FleetInventory inventory, FleetPool pool, IReadOnlyList<StoredBaseline> frozen)
    {
        PageWriter body = new();
        IReadOnlyList<HostClass> classes = inventory.KnownClasses(pool);
        if (classes.Count > 0)
        {
            Cost(body, inventory, BaselineCost.Of(classes, FeatureValue.Default(classes[0].Judged.Bits.Space)));
        }
        else
        {
            body.Paragraph(PageTexts.Pool_Unknown);
        }

        body.Table(new FleetTable(
                "baselines", PageTexts.Baselines,
                [
                    new("version", PageTexts.Baseline_Version), new("time", PageTexts.Time), new("by", PageTexts.By),
                    new("digest", PageTexts.Digest),
                ],
                [
                    .. frozen.Reverse().Take(MostBaselines)
                        .Select(b => (IReadOnlyList<object?>)[b.Version, b.CreatedAt, b.CreatedBy, b.Digest]),
                ]))
            .Names(Xml.Text.Of(PageTexts.Class_Hosts, pool.Hosts.Length), pool.Hosts.Take(MostHosts), PageLinks.Host);
        return body.Link(PageLinks.With(HostsHtml.Address, ("pool", pool.Name)), PageTexts.Pool_Hosts)
            .Link(PageLinks.With(GuestsHtml.Address, ("pool", pool.Name)), PageTexts.Pool_Guests);
    }

    private static void Cost(PageWriter body, FleetInventory inventory, BaselineCost cost)
    {
        FleetAnswer answer = BaselineAnswer.Of(inventory, cost);
        body.Answer(AnswerMarkup.ClassOf(answer), answer.Word).Facts(answer.Facts.Select(f => (f.Name.Title, f.Value, (string?)null)));
        body.Table(answer.Tables[0]);
        long hosts = 0;
        long gain = 0;
        CurvePlot.Append(
            body, PageTexts.Curve_Retire, PageTexts.Curve_Hosts,
            [(0, 0), .. cost.Steps.Select(s => (hosts += s.Class.Count, gain += s.Gain))]);
        body.Table(answer.Tables[1]);
    }
}
