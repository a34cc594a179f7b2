using System.Globalization;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>What a monitoring system reads.</summary>
public sealed class MetricsTests
{
    private static readonly string[] Names =
    [
        "nvirt_hosts", "nvirt_host_classes", "nvirt_guests", "nvirt_guests_without_target", "nvirt_pool_baseline_ok",
        "nvirt_pool_baseline_features", "nvirt_drift_events_total", "nvirt_reports_total", "nvirt_report_age_seconds",
        "http_server_request_duration_seconds",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_is_promised_is_there()
    {
        await using RunningService service = await StartAsync();
        foreach (HostReport report in Samples.Fleet)
        {
            await service.ReportAsync(report);
        }

        using HttpClient client = await service.ClientAsync(Roles.Freeze);
        using HttpResponseMessage pool =
            await client.PutAsync("/api/v1/pools/p", RunningService.Text("""{"version":0,"hosts":["pve1","pve2"]}"""), Cancellation);
        Assert.True(pool.IsSuccessStatusCode);
        await RunningService.PostAsync(client, "/api/v1/pools/p/baselines", "{}");
        await service.RefreshAsync();
        string metrics = await ReadAsync(service);
        Assert.All(Names, n => Assert.Contains($"# TYPE {n} ", metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drifts_are_counted_by_grade_each_once()
    {
        await using RunningService service = await StartAsync();
        await service.ReportAsync(Samples.Of("a", "kube1.xml"));
        HostReport changed = Samples.Of("a", "pve1.xml", seq: 2);
        Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(changed)).Result);
        Assert.Equal(ReportResult.Duplicate, (await service.ReportAsync(changed)).Result);
        string metrics = await ReadAsync(service);
        Assert.Equal(1, Value(metrics, "nvirt_drift_events_total", "grade=\"risky\""));
        Assert.Equal(0, Value(metrics, "nvirt_drift_events_total", "grade=\"fatal\""));
    }

    [Theory]
    [InlineData("harmless")]
    [InlineData("risky")]
    [InlineData("undecided")]
    [InlineData("fatal")]
    public async Task Drifts_of_a_grade_are_zero_before_the_first_one(string grade)
    {
        await using RunningService service = await StartAsync();
        Assert.Equal(0, Value(await ReadAsync(service), "nvirt_drift_events_total", $"grade=\"{grade}\""));
    }

    [Fact]
    public async Task Each_snapshot_counts_how_long_ago_its_hosts_were_heard_of()
    {
        MovedClock clock = new();
        await using RunningService service = await StartAsync(clock);
        await service.ReportAsync(Samples.Of("a", "pve1.xml"));
        clock.Offset = TimeSpan.FromDays(2);
        await service.RefreshAsync();
        string metrics = await ReadAsync(service);
        const string Buckets = "nvirt_report_age_seconds_bucket";
        Assert.Equal(0, Value(metrics, Buckets, "le=\"86400\"") - Value(metrics, Buckets, "le=\"3600\""));
        Assert.True(Value(metrics, Buckets, "le=\"604800\"") > Value(metrics, Buckets, "le=\"86400\""));
    }

    private static Task<RunningService> StartAsync(TimeProvider? clock = null) =>
        RunningService.StartAsync(new ServerSettings { OpenMetrics = true }, clock: clock);

    private static async Task<string> ReadAsync(RunningService service)
    {
        using HttpClient client = service.Client(null);
        return await client.GetStringAsync("/metrics", Cancellation);
    }

    private static double Value(string metrics, string name, string label) => double.Parse(
        Assert.Single(metrics.Split('\n'), l => l.StartsWith(name + "{", StringComparison.Ordinal)
            && l.Contains(label, StringComparison.Ordinal)).Split("} ")[1].Split(' ')[0],
        CultureInfo.InvariantCulture);
}
