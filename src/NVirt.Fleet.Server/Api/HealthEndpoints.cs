using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Api;

/// <summary>Whether the service lives, and whether it can answer. Open to all: they tell nothing of the fleet.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live\n")).WithSummary("Answers while the service runs.");
        routes.MapGet("/health/ready", ReadyAsync).WithSummary("Answers 200 while the store can be asked.");
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, IFleetStore store, SnapshotKeeper keeper) =>
        keeper.Current is not null && await store.IsReadyAsync(context.RequestAborted) ? TypedResults.Text("ready\n")
            : Problems.Unavailable(Wait);
}
