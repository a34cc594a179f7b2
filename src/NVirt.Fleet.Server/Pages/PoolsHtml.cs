using System.Globalization;
using NVirt.Cpu;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Pools;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Snapshots;

namespace NVirt.Fleet.Server.Pages;

/// <summary>The pools with what was frozen of them, and how hosts could be divided instead.</summary>
internal static class PoolsHtml
{
    public const string Address = "/pools";

    private const int Usual = 8;
    private const int Most = 100;
    private const int MostPools = 500;

    public static Task<PageContent> OfAsync(PageRequest request) => request.HeavyAsync(Address, () =>
    {
        int max = (int)Math.Min(request.Number("max") ?? Usual, Most);
        PageWriter body = new PageWriter().Table(PoolsOf(request)).Heading(PageTexts.Propose)
            .Form(Address, PageTexts.Show, new PageField("max", PageTexts.MostPools, max.ToString(CultureInfo.InvariantCulture)));
        if (PlanningEndpoints.DividedTooMany(request.Inventory) is { } tooMany)
        {
            body.Paragraph(tooMany);
        }
        else if (request.Inventory.HostClasses.Any(c => !c.IsUnreachable))
        {
            Propose(body, request, max);
        }

        return new PageContent(Address, PageTexts.Pools, body);
    });

    private static FleetTable PoolsOf(PageRequest request)
    {
        BaselineTable baselines = request.Get<BaselineTable>();
        return new FleetTable(
            "pools", PageTexts.Pools_Named,
            [
                new("pool", PageTexts.Pool), new("hosts", PageTexts.Hosts), new("version", PageTexts.Baseline_Version),
                new("features", PageTexts.Features), new("digest", PageTexts.Digest),
            ],
            [
                .. request.Inventory.Pools.Take(MostPools).Select(p => (Pool: p, Frozen: baselines.Find(p.Name)))
                    .Select(p => (IReadOnlyList<object?>)
                        [p.Pool.Name, p.Pool.Hosts.Length, p.Frozen?.Version, p.Frozen?.Features.Length, ShortOf(p.Frozen)]),
            ]);
    }

    private static string? ShortOf(FrozenBaseline? frozen) => frozen?.Digest[..Math.Min(frozen.Digest.Length, 16)];

    private static void Propose(PageWriter body, PageRequest request, int max)
    {
        try
        {
            PoolDivision division = PoolDivision.Of(request.Inventory, new PoolOptions { Max = max });
            FleetAnswer answer = PoolsAnswer.Of(request.Inventory, division);
            body.Answer(AnswerMarkup.ClassOf(answer), answer.Word);
            CurvePlot.Append(
                body, PageTexts.Curve_Loss, PageTexts.Pools,
                [.. division.Curve.Index().Where(l => l.Item is not null).Select(l => ((long)(l.Index + 1), l.Item!.Value))]);

            // These pools are only proposed: their names are those of hosts.
            foreach (FleetTable table in answer.Tables.OrderBy(t => t.Key != "curve"))
            {
                body.Table(table, (column, value) => column is "pool" or "hostClass" ? PageLinks.Host((string)value) : null);
            }
        }
        catch (CpuException e)
        {
            body.Paragraph(Xml.Text.OnOneLine(e.Message));
        }
    }
}
