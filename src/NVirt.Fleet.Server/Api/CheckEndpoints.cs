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
        (CheckRequest? request, IResult? problem) = await Bodies.ReadAsync(context, ApiJson.Default.CheckRequest, Body);
        if (request is null)
        {
            return problem!;
        }

        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        (GuestClass? guest, problem) = GuestOf(request, snapshot, map);
        if (guest is null)
        {
            return problem!;
        }

        (IReadOnlyList<FleetHost>? hosts, problem) = HostsOf(request, snapshot);
        return hosts is null ? problem!
            : TypedResults.Json(new TargetJudge(snapshot, clock).Of(guest, hosts), ApiJson.Default.CheckAnswer);
    }

    private static (GuestClass?, IResult?) GuestOf(CheckRequest request, FleetSnapshot snapshot, CpuMap map)
    {
        if ((request.Guest is null) == (request.Cpu is null))
        {
            return (null, Problems.Bad(Messages.Check_What));
        }

        if (request.Guest is { } id)
        {
            FleetGuest[] guests = [.. snapshot.FindGuests(id)];
            return guests.Length == 1 ? (guests[0].Class, null)
                : (null, guests.Length == 0 ? Problems.Missing(Text.Of(Messages.Guest_Missing, id))
                    : Problems.Conflict(Text.Of(Messages.Guest_Several, id, string.Join(", ", guests.Select(g => g.Host)))));
        }

        try
        {
            CpuStatement[] read =
                [.. SourceReader.Read(Encoding.UTF8.GetBytes(request.Cpu!), "cpu", map, request.Form)
                    .Where(s => s.Subject == StatementSubject.Guest)];
            return read.Length == 1 ? (GuestClass.Of(read[0]), null)
                : (null, Problems.Unprocessable(Text.Of(Messages.Check_OneGuest, read.Length)));
        }
        catch (CpuException e)
        {
            return (null, Problems.Unprocessable(Text.OnOneLine(e.Message)));
        }
    }

    private static (IReadOnlyList<FleetHost>?, IResult?) HostsOf(CheckRequest request, FleetSnapshot snapshot)
    {
        if (request.Hosts is { } names)
        {
            if (request.Pool is not null)
            {
                return (null, Problems.Bad(Messages.Check_Where));
            }

            // A host that never reported is not known: the answer is not about it.
            return names.FirstOrDefault(n => snapshot.Inventory.FindHost(n) is null) is { } unknown
                ? (null, Problems.Unprocessable(Text.Of(Messages.Host_Missing, unknown)))
                : ([.. names.Distinct(StringComparer.Ordinal).Select(n => snapshot.Inventory.FindHost(n)!)], null);
        }

        if (request.Pool is not { } pool)
        {
            return (snapshot.Inventory.Hosts, null);
        }

        return snapshot.Inventory.Pools.FirstOrDefault(p => p.Name == pool) is { } found
            ? ([.. found.Hosts.Select(snapshot.Inventory.FindHost).OfType<FleetHost>()], null)
            : (null, Problems.Missing(Text.Of(Messages.Pool_Missing, pool)));
    }
}
