using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Faults;

/// <summary>The service is killed, and the network drops: what was acknowledged is there, and the counts are right.</summary>
public sealed class KilledServiceTests
{
    private const int Hosts = 6;

    private static int Kills => RunSettings.Times(20, inLongRuns: 200);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Run", "long")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_service_is_killed()
    {
        using TempFolder folder = new();
        string db = Path.Combine(folder.Root, "fleet.db");
        Dictionary<string, string> secrets = await TokensAsync(db);
        TestContext.Current.TestOutputHelper?.WriteLine($"NVIRT_SEED={RunSettings.Seed}");
        Reporters reporters = new(secrets, RunSettings.Seed);
        Random random = new(RunSettings.Seed);
        int port = ServiceProcess.FreePort();
        using CancellationTokenSource end = new();
        ServiceProcess service = await ServiceProcess.StartAsync(db, port);
        Task reporting = reporters.RunAsync(() => port, end.Token);
        for (int i = 0; i < Kills; i++)
        {
            await Task.Delay(random.Next(20, 400), Cancellation);
            service.Kill();
            service.Dispose();
            service = await ServiceProcess.StartAsync(db, port);
        }

        await Task.Delay(500, Cancellation);
        await end.CancelAsync();
        await reporting;
        service.Kill();
        service.Dispose();
        await RequireAsync(db, reporters);
    }

    [Fact]
    [Trait("Run", "long")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_network_drops_halfway()
    {
        using TempFolder folder = new();
        string db = Path.Combine(folder.Root, "fleet.db");
        Dictionary<string, string> secrets = await TokensAsync(db);
        Reporters reporters = new(secrets, RunSettings.Seed);
        using CancellationTokenSource end = new();
        using (ServiceProcess service = await ServiceProcess.StartAsync(db, ServiceProcess.FreePort()))
        {
            using CuttingProxy proxy = new(service.Address.Port, RunSettings.Seed);
            Task reporting = reporters.RunAsync(() => proxy.Port, end.Token);
            await Task.Delay(TimeSpan.FromSeconds(4), Cancellation);
            await end.CancelAsync();
            await reporting;
        }

        await RequireAsync(db, reporters);
    }

    private static async Task<Dictionary<string, string>> TokensAsync(string db)
    {
        await using IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(Cancellation);
        Dictionary<string, string> secrets = [];
        for (int i = 0; i < Hosts; i++)
        {
            (StoredToken? token, string secret, _) = TokenEndpoints.Make(
                new TokenRequest { Role = Roles.Host, Host = $"h{i}" }, "test", DateTimeOffset.UtcNow);
            await store.AddTokenAsync(token!, new NewAudit(DateTimeOffset.UtcNow, "test", "token", token!.Id, "host"), Cancellation);
            secrets[$"h{i}"] = secret;
        }

        return secrets;
    }

    private static async Task RequireAsync(string db, Reporters reporters)
    {
        await using IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(Cancellation);
        Assert.NotEmpty(reporters.Acknowledged);
        StoredChanges all = await store.ReadChangesAsync(0, Cancellation);
        foreach ((string host, HostReport acknowledged) in reporters.Acknowledged)
        {
            StoredHost kept = all.Hosts.Single(h => h.Name == host);
            HostReport sent = reporters.Sent[host];
            HostReport expected = kept.Seq == sent.Seq ? sent : acknowledged;
            Assert.Equal((expected.Seq, ReportDigest.Of(expected)), (kept.Seq, kept.Digest));
            Assert.Equal(
                expected.Guests.Select(g => g.Id).Order(StringComparer.Ordinal),
                all.Guests.Where(g => g.Host == host).Select(g => g.Id).Order(StringComparer.Ordinal));
        }

        Assert.Equal(Sorted(await store.RecountAsync(Cancellation)), Sorted(await store.ReadCountsAsync(Cancellation)));
    }

    private static IEnumerable<StoredCount> Sorted(IReadOnlyList<StoredCount> counts) =>
        counts.Where(c => c.Guests > 0).OrderBy(c => c.HostClass).ThenBy(c => c.GuestClass).ThenBy(c => c.Pool, StringComparer.Ordinal);
}
