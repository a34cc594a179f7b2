using System.Globalization;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Pages;

/// <summary>What changed on hosts, the newest first.</summary>
internal static class DriftHtml
{
    public const string Address = "/drift";

    private const int Limit = 100;

    public static async Task<PageContent> OfAsync(PageRequest request)
    {
        string? host = request.Word("host");
        string? kind = request.Word("kind");
        string? grade = request.Word("grade");
        IReadOnlyList<StoredEvent> events = await request.Get<IFleetStore>().ReadEventsAsync(
            new EventFilter { Host = host, Kind = kind, Grade = grade, Before = request.Number("before"), Limit = Limit },
            request.Cancellation);
        PageWriter body = new PageWriter()
            .Form(
                Address, PageTexts.Show, new PageField("host", PageTexts.Host, host),
                new PageField("kind", PageTexts.Kind, kind) { Choices = [(string.Empty, PageTexts.Any), .. EventTable.Kinds] },
                new PageField("grade", PageTexts.Grade, grade)
                {
                    Choices = [(string.Empty, PageTexts.Any), .. EventTable.Grades.Select(g => (g.Key, g.Title))],
                })
            .Table(EventTable.Of(PageTexts.Events, events))
            .Next(events.Count < Limit ? null : PageLinks.With(
                Address, ("host", host), ("kind", kind), ("grade", grade),
                ("before", events[^1].Id.ToString(CultureInfo.InvariantCulture))));
        return new PageContent(Address, PageTexts.Drift, body);
    }
}
