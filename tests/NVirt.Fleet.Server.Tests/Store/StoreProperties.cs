using FsCheck;
using FsCheck.Fluent;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>Random calls, and calls at once, on two instances that share a store.</summary>
public abstract class StoreProperties(StoreFixture fixture)
{
    private static readonly NewAudit Audit = new(DateTimeOffset.UnixEpoch, "ann", "test", "it", string.Empty);

    private readonly string _db = fixture.NewDb();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Run", "long")]
    public async Task Any_calls_leave_what_a_model_says()
    {
        await using IFleetStore one = FleetStores.Open(_db);
        await one.OpenAsync(Cancellation);
        await using IFleetStore two = FleetStores.Open(_db);
        await two.OpenAsync(Cancellation);
        int run = 0;
        Gen<int[]> calls = Gen.ArrayOf(Gen.Choose(0, (1 << 20) - 1)).Resize(40);
        await Task.Run(
            () => Prop.ForAll(calls.ToArbitrary(), numbers => RunAsync($"{run++}-", numbers).GetAwaiter().GetResult()).Holds(),
            Cancellation);

        async Task RunAsync(string prefix, int[] numbers)
        {
            StoreModel model = new(prefix, [one, two], Audit, Cancellation);
            StoreReader reader = new(two);
            foreach (int number in numbers)
            {
                await model.CallAsync(number);
                await reader.ReadAsync(Cancellation);
                model.Holds(reader.Hosts.Values, reader.Guests.Values.SelectMany(g => g));
            }

            StoredChanges all = await one.ReadChangesAsync(0, Cancellation);
            model.Holds(all.Hosts, all.Guests);
            Assert.Equal(await two.RecountAsync(Cancellation), await one.ReadCountsAsync(Cancellation));
        }
    }

    [Fact, Trait("Run", "long")]
    public async Task No_change_is_missed_by_who_reads_while_others_write()
    {
        const int Writers = 8;
        await using IFleetStore one = FleetStores.Open(_db);
        await one.OpenAsync(Cancellation);
        await using IFleetStore two = FleetStores.Open(_db);
        StoreReader reader = new(two);
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(w % 2 == 0 ? one : two, w), Cancellation))];
        Task all = Task.WhenAll(writers);
        while (!all.IsCompleted)
        {
            await reader.ReadAsync(Cancellation);
        }

        await all;
        await reader.ReadAsync(Cancellation);
        StoredChanges whole = await one.ReadChangesAsync(0, Cancellation);
        Assert.Equal(
            whole.Hosts.Select(h => (h.Name, h.Digest, h.SeenAt, h.Pool)).Order(),
            reader.Hosts.Values.Select(h => (h.Name, h.Digest, h.SeenAt, h.Pool)).Order());
        Assert.Equal(
            whole.Guests.Select(g => (g.Host, g.Id, g.LiveClass)).Order(),
            reader.Guests.Values.SelectMany(g => g).Select(g => (g.Host, g.Id, g.LiveClass)).Order());
        Assert.Equal(await two.RecountAsync(Cancellation), await one.ReadCountsAsync(Cancellation));
    }

    private static async Task WriteAsync(IFleetStore store, int writer)
    {
        Random random = new(RunSettings.Seed + writer);
        Dictionary<string, StoredHost> hosts = [];
        for (int i = 0; i < 60; i++)
        {
            string name = $"w{writer}-{random.Next(5)}";
            StoredHost? former = hosts.GetValueOrDefault(name);
            if (former is not null && random.Next(2) == 0)
            {
                HostBeat beat = new(name, "b", former.Seq, former.Digest, former.SeenAt.AddSeconds(i));
                Assert.Equal(StoredResult.Done, await store.BeatAsync(beat, Cancellation));
                continue;
            }

            long seq = (former?.Seq ?? 0) + 1;
            StoredHost host = new()
            {
                Name = name,
                BootId = "b",
                Seq = seq,
                Digest = $"{seq}",
                ReportedAt = Audit.Time,
                SeenAt = Audit.Time,
                Class = random.Next(1, 3),
            };
            StoredGuest[] guests = [.. Enumerable.Range(0, random.Next(4)).Select(g => new StoredGuest
            {
                Host = name, Id = $"{g}", Name = "g", IsRunning = true, LiveClass = random.Next(1, 3),
            })];
            HostUpdate update = new(host, [.. guests], [], []) { FormerDigest = former?.Digest };
            Assert.Equal(StoredResult.Done, await store.ApplyAsync(update, Cancellation));
            hosts[name] = host;
        }

        Assert.Equal(new PoolResult(1), await store.WritePoolAsync(new($"pool{writer}", 0, [.. hosts.Keys]), Audit, Cancellation));
    }
}

public sealed class SqlitePropertyTests(SqliteFixture fixture) : StoreProperties(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresPropertyTests(PostgresFixture fixture) : StoreProperties(fixture), IClassFixture<PostgresFixture>;
