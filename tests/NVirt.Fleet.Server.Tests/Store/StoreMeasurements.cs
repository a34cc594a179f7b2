using System.Diagnostics;
using System.Globalization;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>How fast the stores are, if NVIRT_MEASURE says up to how many hosts; it never fails for a time.</summary>
public abstract class StoreMeasurements(StoreFixture fixture)
{
    private const int AtOnce = 64;
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heartbeats_reports_and_reading_are_measured()
    {
        bool isWanted = int.TryParse(
            Environment.GetEnvironmentVariable("NVIRT_MEASURE"), CultureInfo.InvariantCulture, out int most);
        Needs.Option(isWanted, "NVIRT_MEASURE is not set");
        await using IFleetStore store = FleetStores.Open(fixture.NewDb());
        await store.OpenAsync(Cancellation);
        int there = 0;
        for (int hosts = 1000; hosts <= most; hosts *= 10)
        {
            double reports = await RateAsync(there, hosts, i => store.ApplyAsync(Update(i), Cancellation));
            there = hosts;
            double beats = await RateAsync(
                0, 20_000, i => store.BeatAsync(new($"h{i % hosts}", "b", 1, "d", Time), Cancellation));
            long memory = GC.GetTotalMemory(forceFullCollection: true);
            Stopwatch watch = Stopwatch.StartNew();
            StoredChanges all = await store.ReadChangesAsync(0, Cancellation);
            watch.Stop();
            memory = (GC.GetTotalMemory(forceFullCollection: true) - memory) >> 20;
            Assert.Equal(hosts, all.Hosts.Count);
            TestContext.Current.SendDiagnosticMessage(
                $"{GetType().Name} {hosts} hosts: {reports:F0} reports/s, {beats:F0} heartbeats/s, "
                + $"read in {watch.Elapsed.TotalSeconds:F2} s, {memory} MiB");
        }
    }

    private static async Task<double> RateAsync(int from, int to, Func<int, Task<StoredResult>> call)
    {
        int next = from - 1;
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(
            async () =>
            {
                for (int i = Interlocked.Increment(ref next); i < to; i = Interlocked.Increment(ref next))
                {
                    Assert.Equal(StoredResult.Done, await call(i));
                }
            },
            Cancellation)));
        return (to - from) / watch.Elapsed.TotalSeconds;
    }

    private static HostUpdate Update(int i)
    {
        string name = $"h{i}";
        StoredHost host = new()
        {
            Name = name,
            BootId = "b",
            Seq = 1,
            Digest = "d",
            ReportedAt = Time,
            SeenAt = Time,
            Class = (i % 50) + 1,
            Classes = [1, 2],
        };
        StoredGuest[] guests = i % 5 == 0
            ? [new StoredGuest { Host = name, Id = $"{i}", Name = "vm", IsRunning = true, LiveClass = (i % 7) + 1 }] : [];
        return new HostUpdate(host, [.. guests], [], []);
    }
}

public sealed class SqliteMeasurements(SqliteFixture fixture) : StoreMeasurements(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresMeasurements(PostgresFixture fixture) : StoreMeasurements(fixture), IClassFixture<PostgresFixture>;
