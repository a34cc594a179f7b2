using System.Collections.Immutable;
using System.Text;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Pools;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.WhatIfs;
using NVirt.Platforms;
using Text = NVirt.Xml.Text;

namespace NVirt.Fleet.Server.Api;

/// <summary>The questions about what could be: pools, changes and work on hosts. Nothing is changed.</summary>
internal static class PlanningEndpoints
{
    private const int Body = 4 << 20;
    private const int MostActions = 100;
    private const int MostTimes = 100_000;

    private const int MostDrained = 2000;
    private const int MostPlaces = 4_000_000;

    /// <summary>The most classes of hosts that are divided into pools: the time for it grows faster than their number.</summary>
    public const int MostDivided = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/pools/propose", ProposeAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("propose").WithSummary("Divides the hosts into pools inside which guests move freely.")
            .Accepts<ProposeRequest>("application/json");
        api.MapPost("/what-if", WhatIfAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("whatIf").WithSummary("Tells what would be after changes that nobody made.")
            .Accepts<WhatIfRequest>("application/json");
        api.MapPost("/plan", PlanAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("plan").WithSummary("Tells in which order hosts are emptied, and which guests must be stopped.")
            .Accepts<PlanRequest>("application/json");
    }

    private static async Task<IResult> ProposeAsync(HttpContext context, SnapshotKeeper keeper, HeavyWork work, TimeProvider clock)
    {
        ProposeRequest request = await Bodies.ReadAsync(context, ApiJson.Default.ProposeRequest, Body);
        if ((request.K is null && request.Loss is null) || request.K is < 1 || request.Loss is < 0 or > 100 or double.NaN
            || request.MinSize is < 1 || request.Value is not (null or "flat" or "default"))
        {
            return Problems.Unprocessable(Messages.Propose_Bad);
        }

        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        if (DividedTooMany(snapshot.Inventory) is { } tooMany)
        {
            return Problems.Unprocessable(tooMany);
        }

        return await work.RunAsync(context, () => QuestionEndpoints.Json(
            PoolsAnswer.Of(snapshot.Inventory, PoolDivision.Of(snapshot.Inventory, new PoolOptions
            {
                Max = request.K ?? int.MaxValue,
                LossPercent = request.Loss,
                Keep = request.Keep,
                Pins = request.Pin,
                MinSize = request.MinSize ?? 1,
                Value = request.Value == "flat" ? FeatureValue.Flat : FeatureValue.Default,
            })),
            snapshot, clock));
    }

    private static async Task<IResult> WhatIfAsync(HttpContext context, SnapshotKeeper keeper, HeavyWork work, TimeProvider clock)
    {
        WhatIfRequest request = await Bodies.ReadAsync(context, ApiJson.Default.WhatIfRequest, Body);
        if (request.MaxPools is < 1 || request.Actions.IsEmpty)
        {
            return Problems.Unprocessable(Messages.WhatIf_Bad);
        }

        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        return await work.RunAsync(context, () =>
        {
            FleetInventory after = ChangedFleet.Of(snapshot.Inventory, ChangesOf(request.Actions, snapshot.Inventory));
            if (request.MaxPools is not null && (DividedTooMany(snapshot.Inventory) ?? DividedTooMany(after)) is { } tooMany)
            {
                return Problems.Unprocessable(tooMany);
            }

            return QuestionEndpoints.Json(
                WhatIfAnswer.Of(
                    snapshot.Inventory, after, FleetDifference.Of(snapshot.Inventory, after, FleetSnapshot.Options), request.MaxPools),
                snapshot, clock);
        });
    }

    private static async Task<IResult> PlanAsync(
        HttpContext context, SnapshotKeeper keeper, BaselineTable baselines, HeavyWork work, TimeProvider clock)
    {
        PlanRequest request = await Bodies.ReadAsync(context, ApiJson.Default.PlanRequest, Body);
        if (request.Platform is { } platform && !PlanWords.Platforms.Contains(platform))
        {
            return Problems.Unprocessable(Text.Of(Messages.Plan_Platform, string.Join(", ", PlanWords.Platforms)));
        }

        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        return await work.RunAsync(context, () =>
        {
            FleetInventory inventory = QuestionEndpoints.PartOf(snapshot, request.Pool);
            if (request.Drain.FirstOrDefault(h => inventory.FindHost(h) is null) is { } unknown)
            {
                return Problems.Unprocessable(Text.Of(Messages.Host_Missing, unknown));
            }

            if (DrainedTooMany(inventory, request.Drain) is { } tooMany)
            {
                return Problems.Unprocessable(tooMany);
            }

            IReadOnlyList<FleetChange> changes = ChangesOf(request.After, inventory);
            FleetPlan plan = PlanOf(snapshot.MatrixOf(inventory), request.Drain, baselines, changes);
            return QuestionEndpoints.Json(PlanAnswer.Of(inventory, plan, request.Platform), snapshot, clock);
        });
    }

    /// <summary>
    /// What is wrong with a plan for some hosts, or for all if none is named, that is for too many; otherwise <see langword="null"/>. Each
    /// looks for places on all hosts.
    /// </summary>
    public static string? DrainedTooMany(FleetInventory inventory, IReadOnlyCollection<string> drain)
    {
        int most = Math.Clamp(MostPlaces / Math.Max(inventory.Hosts.Count, 1), 1, MostDrained);
        return (drain.Count == 0 ? inventory.Hosts.Count : drain.Count) > most ? Text.Of(Messages.Plan_TooMany, most) : null;
    }

    /// <summary>What is wrong with dividing a fleet that has too many classes of hosts; otherwise <see langword="null"/>.</summary>
    public static string? DividedTooMany(FleetInventory inventory) =>
        inventory.HostClasses.Length > MostDivided ? Text.Of(Messages.Propose_TooMany, MostDivided) : null;

    /// <summary>The plan for some hosts, or for all if none is named; pools are held to what they promised.</summary>
    public static FleetPlan PlanOf(
        FleetMatrix matrix, IReadOnlyCollection<string> drain, BaselineTable baselines, IReadOnlyList<FleetChange> after)
    {
        FleetInventory inventory = matrix.Inventory;
        Dictionary<string, ImmutableArray<string>> targets = new(StringComparer.Ordinal);
        foreach (FleetPool pool in inventory.Pools)
        {
            if (baselines.Find(pool.Name) is FrozenBaseline frozen)
            {
                targets[pool.Name] = frozen.Features;
            }
        }

        return FleetPlan.Of(
            matrix, FleetPlan.PoolsOf(inventory, targets), drain.Count == 0 ? null : drain,
            after.Count == 0 ? null : ChangedFleet.Of(inventory, after));
    }

    private static FleetChange[] ChangesOf(ImmutableArray<WhatIfAction> actions, FleetInventory inventory) =>
        actions.Length > MostActions ? throw new RefusedException(Problems.Unprocessable(Messages.WhatIf_Bad))
            : [.. actions.Select(a => ChangeOf(a, inventory))];

    private static FleetChange ChangeOf(WhatIfAction action, FleetInventory inventory) => action.Action switch
    {
        "add" when action.Document is not null && action.Times is null or >= 1 and <= MostTimes =>
            new FleetChange.Add(action.Host, HostOf(action.Document, inventory), action.Times ?? 1),
        "retire" => new FleetChange.Retire(action.Host),
        "move" when action.Pool is { } pool => new FleetChange.Move(action.Host, pool),
        "lose" => new FleetChange.Features(action.Host, action.Features, []),
        "gain" => new FleetChange.Features(action.Host, [], action.Features),
        "replace" when action.Document is { } document => new FleetChange.Replace(action.Host, HostOf(document, inventory)),
        _ => throw new RefusedException(Problems.Unprocessable(Messages.WhatIf_Bad)),
    };

    private static ImmutableArray<CpuStatement> HostOf(string document, FleetInventory inventory) =>
    [
        .. HostDetails.BestFirst(SourceReader.Read(Encoding.UTF8.GetBytes(document), "document", inventory.Map)
            .Where(s => s.Subject == StatementSubject.Host).DistinctBy(s => s.Truth)),
    ];
}
