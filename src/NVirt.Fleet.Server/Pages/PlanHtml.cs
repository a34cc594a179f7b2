using System.Globalization;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Snapshots;

namespace NVirt.Fleet.Server.Pages;

/// <summary>In which order hosts are emptied, step by step, with the commands. Nothing is done.</summary>
internal static class PlanHtml
{
    public const string Address = "/plan";

    private const int MostRows = 1000;

    public static Task<PageContent> OfAsync(PageRequest request)
    {
        string[] hosts = request.Word("drain")?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];
        string? platform = PlanWords.Platforms.FirstOrDefault(p => p == request.Word("platform"));
        bool isAll = request.Has("all");
        PageWriter body = new PageWriter().Paragraph(PageTexts.Plan_What).Form(
            Address, PageTexts.Plan_Make, new PageField("drain", PageTexts.Plan_Drain, string.Join(' ', hosts)),
            PageField.Box("all", PageTexts.Plan_All, isAll),
            new PageField("platform", PageTexts.Platform, platform)
            {
                Choices = [(string.Empty, PageTexts.Platform_Own), .. PlanWords.Platforms.Select(p => (p, p))],
            });
        if (hosts.FirstOrDefault(h => request.Inventory.FindHost(h) is null) is { } unknown)
        {
            return Task.FromResult(PageContent.Missing(Address, unknown));
        }

        if ((isAll || hosts.Length > 0) && PlanningEndpoints.DrainedTooMany(request.Inventory, isAll ? [] : hosts) is { } tooMany)
        {
            body.Paragraph(tooMany);
            return Task.FromResult(new PageContent(Address, PageTexts.Plan, body));
        }

        return hosts.Length == 0 && !isAll ? Task.FromResult(new PageContent(Address, PageTexts.Plan, body))
            : request.HeavyAsync(Address, () =>
            {
                FleetPlan plan = PlanningEndpoints.PlanOf(request.Snapshot.Matrix, isAll ? [] : hosts, request.Get<BaselineTable>(), []);
                FleetAnswer answer = PlanAnswer.Of(request.Inventory, plan, platform);
                body.Answer(AnswerMarkup.ClassOf(answer), answer.Word);
                int from = (int)Math.Min(request.Number("from") ?? 1, int.MaxValue);
                Steps(body, answer.Tables[0], from - 1);
                bool isMore = answer.Tables[0].Rows.Count >= from + MostRows;
                body.Next(!isMore ? null : PageLinks.With(
                    Address, ("drain", string.Join(' ', hosts)), ("all", isAll ? "true" : null), ("platform", platform),
                    ("from", (from + MostRows).ToString(CultureInfo.InvariantCulture))));
                foreach (FleetTable table in answer.Tables.Skip(1))
                {
                    body.Table(table, MostRows);
                }

                return new PageContent(Address, PageTexts.Plan, body);
            });
    }

    // The rows have: number, action, host, guest, target, command.
    private static void Steps(PageWriter body, FleetTable steps, int before)
    {
        body.Heading(steps.Heading);
        IReadOnlyList<object?>[] shown = [.. steps.Rows.Skip(before).Take(MostRows)];
        if (shown.Length == 0)
        {
            body.Paragraph(PageTexts.None);
            return;
        }

        if (shown.Length < steps.Rows.Count)
        {
            body.Paragraph(Xml.Text.Of(PageTexts.Plan_Part, before + 1, before + shown.Length, steps.Rows.Count));
        }

        body.Add("<ol class=\"steps\" start=\"").Escaped((before + 1).ToString(CultureInfo.InvariantCulture)).Add("\" data-copy=\"")
            .Escaped(PageTexts.Copy).Add("\" data-copied=\"").Escaped(PageTexts.Copied).Add("\">\n");
        foreach (IReadOnlyList<object?> row in shown)
        {
            body.Add("<li>").Escaped(FleetValue.ToText(row[1])).Add(": ");
            if (row[3] is string guest)
            {
                body.Anchor(PageLinks.Guest(guest), guest).Add(", ");
            }

            string host = (string)row[2]!;
            body.Anchor(PageLinks.Host(host), host);
            if (row[4] is string target)
            {
                body.Add(" \u2192 ").Anchor(PageLinks.Host(target), target);
            }

            if (row[5] is string command)
            {
                body.Add("<br>").Add("<code>").Escaped(command).Add("</code>");
            }

            body.Add("</li>\n");
        }

        body.Add("</ol>\n");
    }
}
