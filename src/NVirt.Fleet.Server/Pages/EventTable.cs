using System.Text.Json;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Pages;

/// <summary>What changed on hosts, as a table.</summary>
internal static class EventTable
{
    /// <summary>Kinds of events, with their words for people.</summary>
    public static IReadOnlyList<(string Kind, string Title)> Kinds =>
    [
        (NewEvent.Drift, PageTexts.Kind_Drift), ("version", PageTexts.Kind_Version), ("joined", PageTexts.Kind_Joined),
        ("problem", PageTexts.Kind_Problem),
    ];

    /// <summary>Grades, with their words for people.</summary>
    public static IReadOnlyList<FleetWord> Grades =>
    [
        .. new[] { CpuAxisGrade.Fatal, CpuAxisGrade.Risky, CpuAxisGrade.Undecided, CpuAxisGrade.Harmless }.Select(g => FleetWords.Of(g)),
    ];

    /// <summary>The table.</summary>
    public static FleetTable Of(string heading, IEnumerable<StoredEvent> events) => new(
        "events", heading,
        [
            new("time", PageTexts.Time), new("host", PageTexts.Host), new("kind", PageTexts.Kind), new("grade", PageTexts.Grade),
            new("detail", PageTexts.Detail),
        ],
        [
            .. events.Select(e => (IReadOnlyList<object?>)
            [
                e.Time, e.Host, Kinds.FirstOrDefault(k => k.Kind == e.Kind).Title ?? e.Kind,
                Grades.FirstOrDefault(g => g.Key == e.Grade) ?? new FleetWord(e.Grade, e.Grade), DetailOf(e),
            ]),
        ]);

    private static string DetailOf(StoredEvent stored)
    {
        using JsonDocument detail = JsonDocument.Parse(stored.Detail);
        return string.Join("; ", Parts(detail.RootElement, string.Empty));
    }

    // Names are those of the interface; a change is told as from and to.
    private static IEnumerable<string> Parts(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("old", out JsonElement old)
            && element.TryGetProperty("new", out JsonElement now) =>
            [$"{(element.TryGetProperty("axis", out JsonElement axis) ? axis.ToString() : name)}: {Plain(old)} \u2192 {Plain(now)}"],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Parts(p.Value, p.Name)),
        JsonValueKind.Array when element.GetArrayLength() == 0 => [],
        JsonValueKind.Array when element[0].ValueKind == JsonValueKind.Object => element.EnumerateArray().SelectMany(e => Parts(e, name)),
        JsonValueKind.Array => [$"{name}: {string.Join(' ', element.EnumerateArray())}"],
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => [$"{name}: {element}"],
    };

    private static string Plain(JsonElement element) => element.ValueKind == JsonValueKind.Null ? "-" : element.ToString();
}
