using NVirt.Fleet.Server.Tests.Store;
using NVirt.Fleet.Server.Tests.Support;
using NVirt.Testing.Services;

namespace NVirt.Fleet.Server.Tests.Faults;

/// <summary>PostgreSQL is killed while two replicas take reports: what was acknowledged is there, and the counts are right.</summary>
public sealed class KilledDatabaseTests
{
    private const int Hosts = 6;

    private static int Kills => RunSettings.Times(8, inLongRuns: 200);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Run", "long")]
    public async Task Nothing_that_was_acknowledged_is_lost_when_PostgreSQL_is_killed()
    {
        using PostgresServer server = new();
        string db = server.NewDatabase();
        Dictionary<string, string> secrets = await AcknowledgedReports.TokensAsync(db, Hosts, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"NVIRT_SEED={RunSettings.Seed}");
        Random random = new(RunSettings.Seed);
        Reporters reporters = new(secrets, RunSettings.Seed);
        using CancellationTokenSource end = new();
        using FleetServiceProcess one = await FleetServiceProcess.StartAsync(db, FreePort.Find());
        using FleetServiceProcess two = await FleetServiceProcess.StartAsync(db, FreePort.Find());
        int turn = 0;
        Task reporting = reporters.RunAsync(
            () => (Interlocked.Increment(ref turn) % 2 == 0 ? one : two).Address.Port, end.Token);
        for (int i = 0; i < Kills; i++)
        {
            int acknowledged = reporters.Count;
            await Eventually.IsAsync(() => reporters.Count > acknowledged);
            await Task.Delay(random.Next(0, 200), Cancellation);
            server.Kill();
            server.Start();
        }

        int last = reporters.Count;
        await Eventually.IsAsync(() => reporters.Count > last);
        await end.CancelAsync();
        await reporting;
        await AcknowledgedReports.RequireAsync(db, reporters, Cancellation);
    }
}
