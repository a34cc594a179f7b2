using System.Collections.Immutable;
using System.Text;
using NVirt.Cpu;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Documents;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;
using Text = NVirt.Xml.Text;

namespace NVirt.Fleet.Server.Api;

/// <summary>Pools, and what was frozen of them.</summary>
internal static class PoolEndpoints
{
    private const int Body = 8 << 20;
    private const int MostHosts = 100_000;
    private const string PoolPath = "/pools/{pool}";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/pools", ListAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("pools").WithSummary("Lists the pools with their hosts.").Produces<PoolList>();
        api.MapGet(PoolPath, OneAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("pool").WithSummary("Tells which hosts are in a pool.").Produces<PoolInfo>();
        api.MapPut(PoolPath, WriteAsync).WithMetadata(new NeededRole(Roles.Plan))
            .WithName("writePool").WithSummary("Says which hosts are in a pool.")
            .Accepts<PoolRequest>("application/json").Produces<PoolInfo>();
        api.MapPost(PoolPath + "/baselines", FreezeAsync).WithMetadata(new NeededRole(Roles.Freeze))
            .WithName("freeze").WithSummary("Freezes what the hosts of a pool have in common.")
            .Accepts<FreezeRequest>("application/json").Produces<BaselineInfo>(StatusCodes.Status201Created);
        api.MapGet(PoolPath + "/baselines", BaselinesAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("baselines").WithSummary("Lists the frozen baselines of a pool.").Produces<BaselineList>();
        api.MapGet(PoolPath + "/baselines/{version:int}", BaselineAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("baseline").WithSummary("Gives a frozen baseline: the canonical JSON whose SHA-256 is its digest.");
        api.MapGet(PoolPath + "/baselines/{version:int}/diff", DiffAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("baselineDiff").WithSummary("Tells what differs between a frozen baseline and an earlier one.")
            .Produces<BaselineDifference>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, IFleetStore store) => TypedResults.Json(
        new PoolList([.. (await store.ReadPoolsAsync(context.RequestAborted)).Select(p => new PoolInfo(p.Name, p.Version, p.Hosts))]),
        ApiJson.Default.PoolList);

    private static async Task<IResult> OneAsync(HttpContext context, IFleetStore store, string pool) =>
        await FindAsync(context, store, pool) is { } found
            ? TypedResults.Json(new PoolInfo(found.Name, found.Version, found.Hosts), ApiJson.Default.PoolInfo)
            : Problems.Missing(Text.Of(Messages.Pool_Missing, pool));

    private static async Task<IResult> WriteAsync(HttpContext context, IFleetStore store, TimeProvider clock, string pool)
    {
        PoolRequest request = await Bodies.ReadAsync(context, ApiJson.Default.PoolRequest, Body);

        // A pool's name stands in paths.
        if (!ReportCheck.IsName(pool) || pool.Contains('%', StringComparison.Ordinal)
            || request.Hosts.Length > MostHosts || request.Version < 0)
        {
            return Problems.Unprocessable(Text.Of(Messages.Pool_Bad, MostHosts));
        }

        if (!request.Hosts.All(ReportCheck.IsName))
        {
            return Problems.Unprocessable(Text.Of(Messages.Report_Name, ReportLimits.Name));
        }

        ImmutableArray<string> hosts = [.. request.Hosts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        NewAudit audit = new(
            clock.GetUtcNow(), AccessGate.Of(context).Name, "pool", pool,
            Text.Of("{0} hosts, after version {1}", hosts.Length, request.Version));
        PoolResult result = await store.WritePoolAsync(new StoredPool(pool, request.Version, hosts), audit, context.RequestAborted);
        return result.Version is { } written ? TypedResults.Json(new PoolInfo(pool, written, hosts), ApiJson.Default.PoolInfo)
            : result.Unknown is { } unknown ? Problems.Unprocessable(Text.Of(Messages.Host_Missing, unknown))
            : Problems.Conflict(Text.Of(Messages.Pool_Changed, pool, request.Version));
    }

    private static async Task<IResult> FreezeAsync(
        HttpContext context, IFleetStore store, SnapshotKeeper keeper, TimeProvider clock, string pool)
    {
        FreezeRequest request = await Bodies.ReadAsync(context, ApiJson.Default.FreezeRequest, Body);
        StoredPool? found = await FindAsync(context, store, pool);
        if (found is null)
        {
            return Problems.Missing(Text.Of(Messages.Pool_Missing, pool));
        }

        // What is frozen is promised for long: it is read now.
        await keeper.RefreshAsync(context.RequestAborted);
        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        FleetHost[] hosts = [.. found.Hosts.Select(snapshot.Inventory.FindHost).OfType<FleetHost>()];
        string[] doubtful =
        [
            .. found.Hosts.Where(h => snapshot.Inventory.FindHost(h) is not { Class.IsUnreachable: false, Details.IsStale: false }),
        ];
        if (doubtful.Length > 0 && string.IsNullOrWhiteSpace(request.Reason))
        {
            return Problems.Unprocessable(Text.Of(Messages.Freeze_Doubtful, Text.OnOneLine(string.Join(", ", doubtful), 400)));
        }

        StoredBaseline? newest = (await store.ReadBaselinesAsync(pool, context.RequestAborted)) is [.., { } last] ? last : null;
        FrozenBaseline? previous = newest is null ? null : FrozenBaseline.Parse(newest.Document, pool);
        DateTimeOffset now = clock.GetUtcNow();
        FrozenBaseline frozen;
        try
        {
            frozen = BaselineFreeze.Of(
                pool, snapshot.Inventory,
                [.. hosts.Select(h => h.Class).Where(c => !c.IsUnreachable).Distinct().OrderBy(c => c.Index)], previous, now,
                ProgramVersion.Name, []) with
            {
                Hosts = [.. hosts.Select(h => new FrozenHost(h.Name, h.Class.Name, h.Details.Time))],
            };
        }
        catch (CpuException e)
        {
            return Problems.Unprocessable(Text.OnOneLine(e.Message));
        }

        if (request.Version is { } wanted && wanted != frozen.Version)
        {
            return Problems.Conflict(Text.Of(Messages.Freeze_Version, pool, frozen.Version));
        }

        string who = AccessGate.Of(context).Name;
        StoredBaseline baseline = new(
            pool, frozen.Version, frozen.Digest, Encoding.UTF8.GetBytes(frozen.Canonical), Signature: null, who, now);
        NewAudit audit = new(now, who, "freeze", pool, Text.Of("version {0} {1}", frozen.Version, request.Reason ?? string.Empty).Trim());
        return await store.FreezeAsync(baseline, found.Version, audit, context.RequestAborted)
            ? TypedResults.Json(InfoOf(baseline), ApiJson.Default.BaselineInfo, statusCode: StatusCodes.Status201Created)
            : Problems.Conflict(Text.Of(Messages.Freeze_Version, pool, frozen.Version));
    }

    private static async Task<IResult> BaselinesAsync(HttpContext context, IFleetStore store, string pool) =>
        await FindAsync(context, store, pool) is null ? Problems.Missing(Text.Of(Messages.Pool_Missing, pool))
            : TypedResults.Json(
                new BaselineList(pool, [.. (await store.ReadBaselinesAsync(pool, context.RequestAborted)).Select(InfoOf)]),
                ApiJson.Default.BaselineList);

    private static async Task<IResult> BaselineAsync(HttpContext context, IFleetStore store, string pool, int version) =>
        await BaselineOf(context, store, pool, version) is { } found ? TypedResults.Bytes(found.Document, "application/json")
            : Problems.Missing(Text.Of(Messages.Freeze_Missing, pool, version));

    private static async Task<IResult> DiffAsync(HttpContext context, IFleetStore store, string pool, int version, int? from)
    {
        int earlier = from ?? version - 1;
        StoredBaseline? old = await BaselineOf(context, store, pool, earlier);
        StoredBaseline? now = await BaselineOf(context, store, pool, version);
        if (old is null || now is null)
        {
            return Problems.Missing(Text.Of(Messages.Freeze_Missing, pool, old is null ? earlier : version));
        }

        ImmutableArray<string> before = FrozenBaseline.Parse(old.Document, pool).Features;
        ImmutableArray<string> after = FrozenBaseline.Parse(now.Document, pool).Features;
        return TypedResults.Json(
            new BaselineDifference(earlier, version, [.. after.Except(before)], [.. before.Except(after)]),
            ApiJson.Default.BaselineDifference);
    }

    private static async Task<StoredBaseline?> BaselineOf(HttpContext context, IFleetStore store, string pool, int version) =>
        (await store.ReadBaselinesAsync(pool, context.RequestAborted)).FirstOrDefault(b => b.Version == version);

    private static async Task<StoredPool?> FindAsync(HttpContext context, IFleetStore store, string pool) =>
        (await store.ReadPoolsAsync(context.RequestAborted)).FirstOrDefault(p => p.Name == pool);

    private static BaselineInfo InfoOf(StoredBaseline baseline) =>
        new(baseline.Version, baseline.Digest, baseline.CreatedBy, baseline.CreatedAt);
}
