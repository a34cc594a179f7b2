using System.Globalization;
using NVirt.Fleet.Answers;

namespace NVirt.Fleet.Server.Pages;

/// <summary>What all pages have: the way to the others, and of what and of when they tell.</summary>
internal static class PageLayout
{
    /// <summary>The whole page.</summary>
    public static string Of(PageRequest request, PageContent content)
    {
        PageWriter page = new();
        page.Add("<!DOCTYPE html>\n<html lang=\"").Escaped(CultureInfo.CurrentUICulture.Name)
            .Add("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Add("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Element("title", $"{content.Title} - nvirt")
            .Add("<link rel=\"stylesheet\" href=\"").Escaped(PageAssets.Style.Address).Add("\">\n<link rel=\"icon\" href=\"")
            .Escaped(PageAssets.Icon.Address).Add("\">\n<script defer src=\"").Escaped(PageAssets.Script.Address)
            .Add("\"></script>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">").Escaped(PageTexts.Skip).Add("</a>\n");
        Navigation(page, content.Section);
        page.Add("<main id=\"main\" tabindex=\"-1\">\n").Element("h1", content.Title).Add(content.Body.ToString())
            .Add("</main>\n<footer>\n<p><time datetime=\"").Escaped(FleetValue.Stamp(request.Snapshot.Time)).Add("\">")
            .Escaped(Xml.Text.Of(PageTexts.AsOf, FleetValue.Stamp(request.Snapshot.Time), AgeOf(request.Now - request.Snapshot.Time)))
            .Add("</time></p>\n").Paragraph(FleetFacts.Line(request.Inventory)).Add("</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Navigation(PageWriter page, string section)
    {
        page.Add("<header>\n<nav aria-label=\"").Escaped(PageTexts.Navigation).Add("\">\n<ul>\n");
        foreach ((string address, string title) in new[]
        {
            (OverviewHtml.Address, PageTexts.Overview), (MatrixHtml.Address, PageTexts.Matrix), (PoolsHtml.Address, PageTexts.Pools),
            (HostsHtml.Address, PageTexts.Hosts), (GuestsHtml.Address, PageTexts.Guests), (PlanHtml.Address, PageTexts.Plan),
            (DriftHtml.Address, PageTexts.Drift), (AuditHtml.Address, PageTexts.Audit),
        })
        {
            page.Add("<li><a href=\"").Escaped(address).Add(address == section ? "\" aria-current=\"page\">" : "\">").Escaped(title)
                .Add("</a></li>\n");
        }

        page.Add("</ul>\n</nav>\n</header>\n");
    }

    private static string AgeOf(TimeSpan age) => age switch
    {
        { TotalSeconds: < 120 } => Xml.Text.Of(PageTexts.Age_Seconds, Math.Max(0, (int)age.TotalSeconds)),
        { TotalMinutes: < 120 } => Xml.Text.Of(PageTexts.Age_Minutes, (int)age.TotalMinutes),
        { TotalHours: < 48 } => Xml.Text.Of(PageTexts.Age_Hours, (int)age.TotalHours),
        _ => Xml.Text.Of(PageTexts.Age_Days, (int)age.TotalDays),
    };
}
