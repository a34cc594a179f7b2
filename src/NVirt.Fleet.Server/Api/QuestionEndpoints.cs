using NVirt.Cpu;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Mitigations;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Api;

/// <summary>The questions that only look: their answers are those of <c>nvirt fleet ... -o json</c>.</summary>
internal static class QuestionEndpoints
{
    // Beyond, the reasons of all pairs are more than anybody reads.
    private const int MostCells = 40_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/matrix", MatrixAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("matrix").WithSummary("Tells which guests can run where, by class, guest or host.");
        api.MapGet("/pools/{pool}/cost", CostAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("poolCost").WithSummary("Tells what the hosts of a pool have in common, who lowers it, and what that costs.");
        api.MapGet("/audit/mitigations", AuditAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("audit").WithSummary("Tells which protections guests do not get, or believe in without reason.");
        api.MapGet("/map", (CpuMap map) => TypedResults.Json(MapOf(map), ApiJson.Default.MapInfo)).WithMetadata(new NeededRole(Roles.Read))
            .WithName("map").WithSummary("Lists the features that the service knows.").Produces<MapInfo>();
    }

    /// <summary>The pool of a name; the whole fleet without one.</summary>
    /// <exception cref="RefusedException">There is no such pool.</exception>
    public static FleetInventory PartOf(FleetSnapshot snapshot, string? pool) => pool is null ? snapshot.Inventory
        : snapshot.Inventory.FindPool(pool) is { } found ? PoolFleet.Of(snapshot, found)
        : throw new RefusedException(Problems.Missing(Text.Of(Messages.Pool_Missing, pool)));

    /// <summary>An answer as JSON.</summary>
    public static IResult Json(FleetAnswer answer, FleetSnapshot snapshot, TimeProvider clock)
    {
        System.Text.Json.Nodes.JsonObject json = answer.ToJson();
        SnapshotInfo info = SnapshotAnswers.InfoOf(snapshot, clock);
        json["snapshot"] = new System.Text.Json.Nodes.JsonObject
        {
            ["id"] = info.Id,
            ["time"] = FleetValue.Stamp(info.Time),
            ["ageSeconds"] = info.AgeSeconds,
        };
        return TypedResults.Json(json, ApiJson.Default.JsonObject);
    }

    private static async Task<IResult> MatrixAsync(
        HttpContext context, SnapshotKeeper keeper, HeavyWork work, TimeProvider clock, string? pool, string? by, bool? stuck,
        bool? strictAge)
    {
        MatrixView? view = by switch
        {
            null or "class" => MatrixView.Classes,
            "guest" => MatrixView.Guests,
            "host" => MatrixView.Hosts,
            _ => null,
        };
        if (view is not { } wanted)
        {
            return Problems.Bad(Messages.Matrix_By);
        }

        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        if (SnapshotAnswers.NotModified(context, snapshot, clock) is { } same)
        {
            return same;
        }

        return await work.RunAsync(context, () =>
        {
            FleetInventory inventory = PartOf(snapshot, pool);
            if (wanted == MatrixView.Classes && (long)inventory.HostClasses.Length * inventory.GuestClasses.Length > MostCells)
            {
                return Problems.Unprocessable(Text.Of(Messages.Matrix_TooLarge, MostCells));
            }

            return Json(MatrixAnswer.Of(snapshot.MatrixOf(inventory), wanted, stuck ?? false, strictAge ?? false), snapshot, clock);
        });
    }

    private static async Task<IResult> CostAsync(
        HttpContext context, SnapshotKeeper keeper, HeavyWork work, TimeProvider clock, string pool)
    {
        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        return snapshot.Inventory.FindPool(pool) is not { } found ? Problems.Missing(Text.Of(Messages.Pool_Missing, pool))
            : await work.RunAsync(context, () =>
            {
                IReadOnlyList<HostClass> classes = snapshot.Inventory.KnownClasses(found);
                return classes.Count == 0 ? Problems.Unprocessable(Text.Of(Messages.Pool_Empty, pool))
                    : Json(
                        BaselineAnswer.Of(
                            PoolFleet.Of(snapshot, found),
                            BaselineCost.Of(classes, FeatureValue.Default(classes[0].Judged.Bits.Space))),
                        snapshot, clock);
            });
    }

    private static async Task<IResult> AuditAsync(
        HttpContext context, SnapshotKeeper keeper, HeavyWork work, TimeProvider clock, string? pool, string? kernel)
    {
        Version? version = kernel is null ? GuestAudit.Kernels[0] : GuestAudit.Kernels.FirstOrDefault(k => k.ToString(2) == kernel);
        if (version is null)
        {
            return Problems.Bad(Text.Of(Messages.Audit_Kernel, string.Join(", ", GuestAudit.Kernels.Select(k => k.ToString(2)))));
        }

        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        return await work.RunAsync(context, () =>
        {
            FleetInventory inventory = PartOf(snapshot, pool);
            return Json(AuditAnswer.Of(inventory, inventory.KnownClasses(pool: null), version), snapshot, clock);
        });
    }

    private static MapInfo MapOf(CpuMap map)
    {
        FeatureSpace space = FeatureSpace.Of(map, CpuArchitecture.X86_64);
        FrozenMap frozen = FrozenMap.Of(space);
        return new MapInfo(frozen.Id, frozen.Sha256, space.SortedNames(space.All));
    }
}
