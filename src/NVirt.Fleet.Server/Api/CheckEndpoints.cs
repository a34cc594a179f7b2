using System.Text;
using NVirt.Cpu;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Platforms;
using Text = NVirt.Xml.Text;

namespace NVirt.Fleet.Server.Api;

/// <summary>What schedulers ask: which of these hosts can take this guest.</summary>
internal static class CheckEndpoints
{
    private const int Body = 1 << 20;

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/check", CheckAsync).WithMetadata(new NeededRole(Roles.Read))
        .WithName("check").WithSummary("Judges a guest, or a CPU in the words of any platform, on some hosts or on a pool.")
        .Accepts<CheckRequest>("application/json").Produces<CheckAnswer>();

    private static async Task<IResult> CheckAsync(HttpContext context, SnapshotKeeper keeper, CpuMap map, TimeProvider clock)
    {
        CheckRequest request = await Bodies.ReadAsync(context, ApiJson.Default.CheckRequest, Body);
        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        GuestClass guest = GuestOf(request, snapshot, map);
        return TypedResults.Json(new TargetJudge(snapshot, clock).Of(guest, HostsOf(request, snapshot)), ApiJson.Default.CheckAnswer);
    }

    private static GuestClass GuestOf(CheckRequest request, FleetSnapshot snapshot, CpuMap map)
    {
        if ((request.Guest is null) == (request.Cpu is null))
        {
            throw new RefusedException(Problems.Bad(Messages.Check_What));
        }

        if (request.Guest is { } id)
        {
            return snapshot.FindGuests(id).ToArray() switch
            {
                [{ } guest] => guest.Class,
                [] => throw new RefusedException(Problems.Missing(Text.Of(Messages.Guest_Missing, id))),
                { } several => throw new RefusedException(Problems.Conflict(
                    Text.Of(Messages.Guest_Several, id, string.Join(", ", several.Select(g => g.Host))))),
            };
        }

        CpuStatement[] read =
            [.. SourceReader.Read(Encoding.UTF8.GetBytes(request.Cpu!), "cpu", map, request.Form)
                .Where(s => s.Subject == StatementSubject.Guest)];
        return read.Length == 1 ? GuestClass.Of(read[0])
            : throw new RefusedException(Problems.Unprocessable(Text.Of(Messages.Check_OneGuest, read.Length)));
    }

    private static IReadOnlyList<FleetHost> HostsOf(CheckRequest request, FleetSnapshot snapshot)
    {
        if (request.Hosts is not { } names)
        {
            return request.Pool is not { } pool ? snapshot.Inventory.Hosts
                : snapshot.Inventory.FindPool(pool) is { } found
                    ? [.. found.Hosts.Select(snapshot.Inventory.FindHost).OfType<FleetHost>()]
                : throw new RefusedException(Problems.Missing(Text.Of(Messages.Pool_Missing, pool)));
        }

        // A host that never reported is not known: the answer is not about it.
        return request.Pool is not null ? throw new RefusedException(Problems.Bad(Messages.Check_Where))
        : [
            .. names.Distinct(StringComparer.Ordinal).Select(n => snapshot.Inventory.FindHost(n)
                ?? throw new RefusedException(Problems.Unprocessable(Text.Of(Messages.Host_Missing, n)))),
        ];
    }
}
