using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Api;

/// <summary>Guests: the list, and where one can go.</summary>
internal static class GuestEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/guests", ListAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("guests").WithSummary("Lists the guests, by name.").Produces<GuestList>();
        api.MapGet("/guests/{id}/targets", TargetsAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("guestTargets").WithSummary("Tells which hosts can take a guest, and why others cannot.").Produces<CheckAnswer>();
    }

    /// <summary>A guest in a list.</summary>
    public static GuestInfo InfoOf(FleetSnapshot snapshot, FleetGuest guest)
    {
        MatrixTargets targets = snapshot.Matrix.Targets[guest.Class.Index];
        return new GuestInfo
        {
            Id = snapshot.Ids[guest],
            Name = guest.Name,
            Host = guest.Host,
            Pool = guest.Host is { } host ? snapshot.Pools.GetValueOrDefault(host) : null,
            State = guest.IsRunning ? "running" : "off",
            Cpu = FleetWords.CpuOf(guest.Class.Judged),
            MemoryMib = guest.Details.MemoryMiB,
            Targets = targets.Yes,
            Undecided = targets.Undecided,
        };
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, SnapshotKeeper keeper, TimeProvider clock, string? cursor, int? limit, string? host, string? pool, bool? stuck,
        string? q)
    {
        if (Page.Of(cursor, limit) is not { } page)
        {
            return Problems.Bad(Messages.Page_Bad);
        }

        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        if (SnapshotAnswers.NotModified(context, snapshot, clock) is { } same)
        {
            return same;
        }

        (IReadOnlyList<FleetGuest> part, string? next) = page.Cut(snapshot.Inventory.Guests, g => g.Name, IsWanted);
        return TypedResults.Json(
            new GuestList(SnapshotAnswers.InfoOf(snapshot, clock), [.. part.Select(g => InfoOf(snapshot, g))], next),
            ApiJson.Default.GuestList);

        bool IsWanted(FleetGuest guest) => (host is null || guest.Host == host)
            && (pool is null || (guest.Host is { } place && snapshot.Pools.GetValueOrDefault(place) == pool))
            && (stuck is null || snapshot.Matrix.Targets[guest.Class.Index].IsStuck == stuck)
            && (string.IsNullOrEmpty(q) || guest.Name.Contains(q, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<IResult> TargetsAsync(HttpContext context, SnapshotKeeper keeper, TimeProvider clock, string id)
    {
        id = RouteNames.Of(id);
        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        FleetGuest[] guests = [.. snapshot.FindGuests(id)];
        return guests.Length switch
        {
            0 => Problems.Missing(Text.Of(Messages.Guest_Missing, id)),
            > 1 => Problems.Conflict(Text.Of(Messages.Guest_Several, id, string.Join(", ", guests.Select(g => g.Host)))),
            _ => TypedResults.Json(
                new TargetJudge(snapshot, clock).Of(guests[0].Class, snapshot.Inventory.Hosts.Where(h => h.Name != guests[0].Host)),
                ApiJson.Default.CheckAnswer),
        };
    }
}
