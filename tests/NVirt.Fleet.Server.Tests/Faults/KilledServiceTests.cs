using NVirt.Fleet.Server.Tests.Support;
using NVirt.Testing.Services;

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
        Dictionary<string, string> secrets = await AcknowledgedReports.TokensAsync(db, Hosts, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"NVIRT_SEED={RunSettings.Seed}");
        Reporters reporters = new(secrets, RunSettings.Seed);
        Random random = new(RunSettings.Seed);
        int port = FreePort.Find();
        using CancellationTokenSource end = new();
        FleetServiceProcess service = await FleetServiceProcess.StartAsync(db, port);
        Task reporting = reporters.RunAsync(() => port, end.Token);
        for (int i = 0; i < Kills; i++)
        {
            await Task.Delay(random.Next(20, 400), Cancellation);
            service.Kill();
            service.Dispose();
            service = await FleetServiceProcess.StartAsync(db, port);
        }

        await Task.Delay(500, Cancellation);
        await end.CancelAsync();
        await reporting;
        service.Kill();
        service.Dispose();
        await AcknowledgedReports.RequireAsync(db, reporters, Cancellation);
    }

    [Fact]
    [Trait("Run", "long")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_network_drops_halfway()
    {
        using TempFolder folder = new();
        string db = Path.Combine(folder.Root, "fleet.db");
        Dictionary<string, string> secrets = await AcknowledgedReports.TokensAsync(db, Hosts, Cancellation);
        Reporters reporters = new(secrets, RunSettings.Seed);
        using CancellationTokenSource end = new();
        using (FleetServiceProcess service = await FleetServiceProcess.StartAsync(db, FreePort.Find()))
        {
            using CuttingProxy proxy = new(service.Address.Port, RunSettings.Seed);
            Task reporting = reporters.RunAsync(() => proxy.Port, end.Token);
            await Task.Delay(TimeSpan.FromSeconds(4), Cancellation);
            await end.CancelAsync();
            await reporting;
        }

        await AcknowledgedReports.RequireAsync(db, reporters, Cancellation);
    }
}
