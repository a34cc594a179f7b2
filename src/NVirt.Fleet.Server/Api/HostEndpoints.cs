using System.Collections.Immutable;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Api;

/// <summary>Hosts: the list, and one with everything that is known of it.</summary>
internal static class HostEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/hosts", ListAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("hosts").WithSummary("Lists the hosts, by name.").Produces<HostList>();
        api.MapGet("/hosts/{name}", OneAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("host").WithSummary("Tells what each truth says of a host.").Produces<HostDetail>();
        api.MapGet("/hosts/{name}/targets", TargetsAsync).WithMetadata(new NeededRole(Roles.Read))
            .WithName("hostTargets").WithSummary("Lists the guests of a host, with how many hosts can take each.").Produces<GuestList>();
    }

    /// <summary>A host in a list.</summary>
    public static HostInfo InfoOf(FleetSnapshot snapshot, FleetHost host) => new()
    {
        Name = host.Name,
        Class = host.Class.Name,
        Truth = host.Class.IsUnreachable ? null : FleetWords.Of(host.Class.Truth).Key,
        Vendor = host.Class.Vendor,
        Pool = snapshot.Pools.GetValueOrDefault(host.Name),
        Features = host.Class.Judged.Bits.YesSet.Count,
        Guests = snapshot.GuestsOn(host.Name).Count(),
        SeenAt = host.Details.Time,
        Stale = host.Details.IsStale,
        Archived = snapshot.Inventory.FindHost(host.Name) is null,
        Unreachable = host.Class.IsUnreachable,
        Problem = host.Details.Problem,
        Weight = host.Weight,
        MemoryMib = host.Details.MemoryMiB,
        Labels = host.Details.Labels.IsEmpty ? null : host.Details.Labels,
    };

    private static async Task<IResult> ListAsync(
        HttpContext context, SnapshotKeeper keeper, TimeProvider clock, string? cursor, int? limit, string? pool, bool? stale,
        bool? archived, string? q)
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

        (IReadOnlyList<FleetHost> part, string? next) = page.Cut(
            (archived == true ? snapshot.Archive : snapshot.Inventory).Hosts, h => h.Name,
            h => (pool is null || snapshot.Pools.GetValueOrDefault(h.Name) == pool) && (stale is null || h.Details.IsStale == stale)
                && (string.IsNullOrEmpty(q) || h.Name.Contains(q, StringComparison.OrdinalIgnoreCase)));
        return TypedResults.Json(
            new HostList(SnapshotAnswers.InfoOf(snapshot, clock), [.. part.Select(h => InfoOf(snapshot, h))], next),
            ApiJson.Default.HostList);
    }

    private static async Task<IResult> OneAsync(
        HttpContext context, SnapshotKeeper keeper, IFleetStore store, ClassTable classes, TimeProvider clock, string name)
    {
        name = RouteNames.Of(name);
        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        if (snapshot.FindHost(name) is not { } host || await store.FindHostAsync(name, context.RequestAborted) is not { } stored)
        {
            return Problems.Missing(Text.Of(Messages.Host_Missing, name));
        }

        IEnumerable<CpuStatement> statements = await classes.StatementsAsync(stored.Classes, context.RequestAborted);
        return TypedResults.Json(
            new HostDetail
            {
                Host = InfoOf(snapshot, host),
                Kernel = stored.Kernel,
                Qemu = stored.Qemu,
                Libvirt = stored.Libvirt,
                Microcode = stored.MicrocodeText,
                ReportedAt = stored.ReportedAt,
                Statements = [.. statements.Select(Of)],
                Snapshot = SnapshotAnswers.InfoOf(snapshot, clock),
            },
            ApiJson.Default.HostDetail);
    }

    private static StatementInfo Of(CpuStatement statement) => new()
    {
        Truth = FleetWords.Of(statement.Truth).Key,
        Vendor = statement.Vendor,
        Yes = statement.Bits.Yes,
        Unknown = statement.Bits.Unknown,
        PhysBits = statement.Axes.PhysBits,
        TscHz = statement.Axes.TscHz,
    };

    private static async Task<IResult> TargetsAsync(HttpContext context, SnapshotKeeper keeper, TimeProvider clock, string name)
    {
        name = RouteNames.Of(name);
        FleetSnapshot snapshot = await keeper.GetAsync(context.RequestAborted);
        return snapshot.Inventory.FindHost(name) is null ? Problems.Missing(Text.Of(Messages.Host_Missing, name))
            : TypedResults.Json(
                new GuestList(
                    SnapshotAnswers.InfoOf(snapshot, clock),
                    [.. snapshot.GuestsOn(name).Select(g => GuestEndpoints.InfoOf(snapshot, g))], null),
                ApiJson.Default.GuestList);
    }
}
