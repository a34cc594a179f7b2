using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Faults;

/// <summary>The service's clock jumps: nothing counts as fresh that is not.</summary>
public sealed class ClockTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_jump_forwards_hosts_are_stale_until_they_are_heard_of()
    {
        MovedClock clock = new();
        await using RunningService service = await StartAsync(clock);
        clock.Offset = TimeSpan.FromDays(2);
        Assert.True((await SnapshotAsync(service)).Inventory.FindHost("a")!.Details.IsStale);
        await BeatAsync(service, clock);
        Assert.False((await SnapshotAsync(service)).Inventory.FindHost("a")!.Details.IsStale);
    }

    [Fact]
    public async Task After_a_jump_backwards_a_host_of_the_future_is_stale_until_it_is_heard_of()
    {
        MovedClock clock = new() { Offset = TimeSpan.FromDays(10) };
        await using RunningService service = await StartAsync(clock);
        clock.Offset = TimeSpan.Zero;
        Assert.True((await SnapshotAsync(service)).Inventory.FindHost("a")!.Details.IsStale);
        await BeatAsync(service, clock);
        FleetSnapshot snapshot = await SnapshotAsync(service);
        Assert.False(snapshot.Inventory.FindHost("a")!.Details.IsStale);
        Assert.True(snapshot.Inventory.FindHost("a")!.Details.Time <= clock.GetUtcNow());
    }

    [Fact]
    public async Task A_report_counts_by_its_number_whatever_the_clock_of_the_host_says()
    {
        MovedClock clock = new();
        await using RunningService service = await StartAsync(clock);
        HostReport later = Samples.Of("a", "pve2.xml", seq: 2) with { Time = DateTimeOffset.UnixEpoch };
        Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(later)).Result);
        Assert.Equal(ReportResult.Older, (await service.ReportAsync(Samples.Of("a", "pve1.xml"))).Result);
    }

    private static async Task<RunningService> StartAsync(MovedClock clock)
    {
        RunningService service = await RunningService.StartAsync(clock: clock);
        await service.ReportAsync(Samples.Of("a", "pve1.xml"));
        return service;
    }

    private static async Task<FleetSnapshot> SnapshotAsync(RunningService service)
    {
        await service.RefreshAsync();
        return ((SnapshotKeeper)service.Services.GetService(typeof(SnapshotKeeper))!).Current!;
    }

    private static async Task BeatAsync(RunningService service, MovedClock clock)
    {
        HostReport report = Samples.Of("a", "pve1.xml");
        HostBeat beat = new("a", report.BootId, report.Seq, ReportDigest.Of(report), clock.GetUtcNow());
        Assert.Equal(StoredResult.Done, await service.Store.BeatAsync(beat, Cancellation));
    }
}
