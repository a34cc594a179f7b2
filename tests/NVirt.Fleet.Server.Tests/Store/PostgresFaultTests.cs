using System.Collections.Concurrent;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>A server that ends, and copies of it.</summary>
public sealed class PostgresFaultTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Run", "long")]
    public async Task What_was_answered_is_there_after_the_server_was_killed()
    {
        using PostgresServer server = new();
        await using IFleetStore store = FleetStores.Open(server.NewDatabase());
        await store.OpenAsync(Cancellation);
        ConcurrentDictionary<string, bool> kept = new();
        for (int round = 0; round < RunSettings.Times(5, inLongRuns: 50); round++)
        {
            string prefix = $"{round}-";
            Task[] writers =
                [.. Enumerable.Range(0, 4).Select(w => Task.Run(() => WriteAsync(store, $"{prefix}{w}-", kept), Cancellation))];
            await Task.Delay(Random.Shared.Next(50, 400), Cancellation);
            server.Kill();
            await Task.WhenAll(writers);
            Assert.False(await store.IsReadyAsync(Cancellation));
            server.Start();
            HashSet<string> hosts = [.. (await store.ReadChangesAsync(0, Cancellation)).Hosts.Select(h => h.Name)];
            Assert.Empty(kept.Keys.Except(hosts));
            Assert.Equal(await store.RecountAsync(Cancellation), await store.ReadCountsAsync(Cancellation));
        }

        Assert.NotEmpty(kept);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_store_works_when_there_is_room()
    {
        using SmallDisk disk = new(mebibytes: 24);
        using PostgresServer server = new();
        string folder = Directory.CreateDirectory(Path.Combine(disk.Root, "rows")).FullName;
        string filler = disk.Fill(4 << 20);

        // Random letters, for what repeats is packed.
        Random random = new(RunSettings.Seed);
        string detail = new([.. Enumerable.Range(0, 10_000).Select(_ => (char)random.Next('0', 'z'))]);
        await using IFleetStore store = FleetStores.Open(server.NewDatabase(folder));
        await FullDisk.RequireAsync(store, filler, new NewAudit(Time, "ann", "test", "it", detail), Cancellation);
        await store.ApplyAsync(Update("a"), Cancellation);
        Assert.Equal(await store.RecountAsync(Cancellation), await store.ReadCountsAsync(Cancellation));
    }

    [Fact]
    public async Task A_dump_can_be_restored_to_another_server()
    {
        using PostgresServer server = new();
        await using IFleetStore store = FleetStores.Open(server.NewDatabase());
        await store.OpenAsync(Cancellation);
        await store.ApplyAsync(Update("a"), Cancellation);
        string file = Path.Combine(server.Folder, "dump.sql");
        server.RunAsUser("pg_dump", "-h", server.Folder, "-U", "nvirt", "-f", file, "fleet1");
        using PostgresServer other = new();
        string db = other.NewDatabase();
        other.RunAsUser("psql", "-h", other.Folder, "-U", "nvirt", "-q", "-v", "ON_ERROR_STOP=1", "-d", "fleet1", "-f", file);
        await using IFleetStore restored = FleetStores.Open(db);
        await restored.OpenAsync(Cancellation);
        StoredChanges all = await restored.ReadChangesAsync(0, Cancellation);
        Assert.Equal(["a"], all.Hosts.Select(h => h.Name));
        Assert.DoesNotContain((await restored.ReadChangesAsync(all.Mark, Cancellation)).Hosts, h => h.Name != "a");
        await restored.ApplyAsync(Update("b"), Cancellation);
        Assert.Contains("b", (await restored.ReadChangesAsync(all.Mark, Cancellation)).Hosts.Select(h => h.Name));
    }

    [Theory]
    [InlineData("Host=/nowhere;Username=u;Password=hushhush;Database=d")]
    [InlineData("postgresql://u:hushhush@127.0.0.1:1/d?sslmode=disable")]
    [InlineData("postgresql://u:hushhush@host:port/d")]
    [InlineData("Host=x;hushhush=1")]
    public async Task No_message_has_a_secret(string db)
    {
        StoreException told = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await using IFleetStore store = FleetStores.Open(db);
            await store.OpenAsync(Cancellation);
        });
        Assert.DoesNotContain("hushhush", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fleet.db", "fleet.db")]
    [InlineData("postgresql://u:hushhush@db.example/fleet", "postgresql://db.example/fleet")]
    [InlineData("Server=db;Password=hushhush;Database=fleet", "postgresql://db/fleet")]
    public void A_store_has_a_name_without_secrets(string db, string name) =>
        Assert.EndsWith(name, FleetStores.NameOf(db), StringComparison.Ordinal);

    private static HostUpdate Update(string name)
    {
        StoredHost host = new() { Name = name, BootId = "b", Seq = 1, Digest = "d", ReportedAt = Time, SeenAt = Time };
        return new(host, [new StoredGuest { Host = name, Id = "1", Name = "g", LiveClass = 1, IsRunning = true }], [], []);
    }

    private static async Task WriteAsync(IFleetStore store, string prefix, ConcurrentDictionary<string, bool> kept)
    {
        try
        {
            for (int i = 0; ; i++)
            {
                if (await store.ApplyAsync(Update($"{prefix}{i}"), Cancellation) is StoredResult.Done)
                {
                    kept[$"{prefix}{i}"] = true;
                }
            }
        }
        catch (StoreException)
        {
            // The server is gone.
        }
    }
}
