using System.Text.Json;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Api;

/// <summary>What changed on hosts, and what people did.</summary>
internal static class HistoryEndpoints
{
    private const int Usual = 100;
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/events", EventsAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("events").WithSummary("Lists what changed on hosts, the newest first.").Produces<EventList>();
        api.MapGet("/hosts/{name}/drift", (HttpContext context, IFleetStore store, string name, long? before, int? limit) =>
                EventsAsync(context, store, before, limit, RouteNames.Of(name), NewEvent.Drift, grade: null))
            .WithMetadata(new NeededRole(Roles.Read))
            .WithName("hostDrift").WithSummary("Lists how a host's CPU changed, the newest first.").Produces<EventList>();
        api.MapGet("/log", LogAsync).WithMetadata(new NeededRole(Roles.Admin))
            .WithName("log").WithSummary("Lists what people, tokens and hosts did, the newest first.").Produces<AuditList>();
    }

    /// <summary>An event as a part of an answer.</summary>
    public static EventInfo InfoOf(StoredEvent stored)
    {
        using JsonDocument detail = JsonDocument.Parse(stored.Detail);
        return new EventInfo(stored.Id, stored.Time, stored.Host, stored.Kind, stored.Grade, detail.RootElement.Clone());
    }

    private static async Task<IResult> EventsAsync(
        HttpContext context, IFleetStore store, long? before, int? limit, string? host, string? kind, string? grade)
    {
        if (limit is < 1 or > Most || before is < 1)
        {
            return Problems.Bad(Messages.Page_Bad);
        }

        int most = limit ?? Usual;
        IReadOnlyList<StoredEvent> events = await store.ReadEventsAsync(
            new EventFilter { Host = host, Kind = kind, Grade = grade, Before = before, Limit = most }, context.RequestAborted);
        return TypedResults.Json(
            new EventList([.. events.Select(InfoOf)], events.Count == most ? events[^1].Id : null), ApiJson.Default.EventList);
    }

    private static async Task<IResult> LogAsync(HttpContext context, IFleetStore store, long? before, int? limit)
    {
        if (limit is < 1 or > Most || before is < 1)
        {
            return Problems.Bad(Messages.Page_Bad);
        }

        int most = limit ?? Usual;
        IReadOnlyList<StoredAudit> entries = await store.ReadAuditAsync(before, most, context.RequestAborted);
        return TypedResults.Json(
            new AuditList(
                [.. entries.Select(e => new AuditInfo(e.Id, e.Time, e.Who, e.Action, e.Target, e.Detail))],
                entries.Count == most ? entries[^1].Id : null),
            ApiJson.Default.AuditList);
    }
}
