using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>What every store does, whatever keeps the rows.</summary>
public abstract class StoreContract(StoreFixture fixture) : IAsyncLifetime
{
    private readonly string _db = fixture.NewDb();

    private protected static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private protected static EventRetention Events { get; } = new(13, 1_000_000);

    private protected static NewAudit Audit { get; } = new(Now, "ann", "test", "it", string.Empty);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected string Db => _db;

    private protected IFleetStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync(_db);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static async Task<IFleetStore> OpenAsync(string db)
    {
        IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(Cancellation);
        return store;
    }

    private protected static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private protected static StoredHost Host(string name, string boot = "b1", long seq = 1) => new()
    {
        Name = name,
        BootId = boot,
        Seq = seq,
        Digest = $"{boot}/{seq}",
        ReportedAt = Now,
        SeenAt = Now.AddTicks(1234567),
    };

    private protected static StoredGuest Guest(string host, string id, long? request = null, long? live = null, bool isRunning = true) =>
        new() { Host = host, Id = id, Name = "vm-" + id, IsRunning = isRunning, RequestClass = request, LiveClass = live };

    private protected static HostUpdate Update(StoredHost host, string? former, params StoredGuest[] guests) =>
        new(host, [.. guests], [], []) { FormerDigest = former };

    private protected Task<StoredResult> ApplyAsync(StoredHost host, string? former, params StoredGuest[] guests) =>
        Store.ApplyAsync(Update(host, former, guests), Cancellation);

    private protected static NewClass Class(string key) => new(key, Sha("doc of " + key), [1, 2], 0);

    private async Task CountsHoldAsync() => Assert.Equal(await Store.RecountAsync(Cancellation), await Store.ReadCountsAsync(Cancellation));

    [Fact]
    public async Task What_is_kept_of_a_host_comes_back()
    {
        Assert.Equal([1L, 2L], await Store.InternClassesAsync([Class("a"), Class("b")], Cancellation));
        NewDocument one = new(Sha("1"), "domcaps", [7]);
        NewDocument two = new(Sha("2"), "qmp", [8, 9]);
        StoredHost host = Host("h") with
        {
            Class = 1,
            PhysicalClass = 2,
            Classes = [1, 2],
            Documents = [two.Sha256, one.Sha256],
            Kernel = "6.12",
            Qemu = "10.0",
            Libvirt = "11",
            Microcode = uint.MaxValue,
            Site = "ä",
            MemoryMib = 5,
            Weight = 3,
            Problem = "it is \"odd\"",
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("rack", "1").Add("a", "b"),
        };
        StoredGuest guest = Guest("h", "g", 1, 2) with
        {
            MemoryMib = 1024,
            Started = Now,
            RequestDocument = one.Sha256,
            LiveDocument = two.Sha256,
            Baseline = "x",
        };
        NewEvent joined = new(Now, "h", "joined", "harmless", "{}");
        Assert.Equal(StoredResult.Done, await Store.ApplyAsync(new(host, [guest], [one, two], [joined]), Cancellation));

        StoredChanges all = await Store.ReadChangesAsync(0, Cancellation);
        Assert.Equivalent(host, Assert.Single(all.Hosts), strict: true);
        Assert.Equal(guest, Assert.Single(all.Guests));
        Assert.Equivalent(host, await Store.FindHostAsync("h", Cancellation), strict: true);
        Assert.Null(await Store.FindHostAsync("H", Cancellation));
        Assert.Equal(two.Gzip, await Store.ReadDocumentAsync(two.Sha256, Cancellation));
        Assert.Equal([one.Sha256], await Store.KnownDocumentsAsync([one.Sha256, Sha("3")], Cancellation));
        Assert.Equal("joined", Assert.Single(await Store.ReadEventsAsync(new EventFilter { Host = "h" }, Cancellation)).Kind);
        Assert.Equal([new StoredCount(1, 2, null, 1)], await Store.ReadCountsAsync(Cancellation));
        Assert.True(await Store.IsReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Reports_count_once_and_in_their_order()
    {
        Assert.Equal(StoredResult.Done, await ApplyAsync(Host("h", seq: 2), null));
        Assert.Equal(StoredResult.Duplicate, await ApplyAsync(Host("h", seq: 2), null));
        Assert.Equal(StoredResult.Older, await ApplyAsync(Host("h", seq: 1), "b1/2"));
        Assert.Equal(StoredResult.Changed, await ApplyAsync(Host("h", seq: 3), "other"));
        Assert.Equal(StoredResult.Done, await ApplyAsync(Host("h", "b2"), "b1/2"));
        Assert.Equal(StoredResult.Older, await ApplyAsync(Host("h", "b1", 9), "b2/1"));
        Assert.Equal("b2/1", (await Store.FindHostAsync("h", Cancellation))!.Digest);
    }

    [Fact]
    public async Task A_heartbeat_is_for_what_was_reported()
    {
        await ApplyAsync(Host("h", seq: 2), null);
        HostBeat beat = new("h", "b1", 2, "b1/2", Now.AddHours(1));
        Assert.Equal(StoredResult.Done, await Store.BeatAsync(beat, Cancellation));
        Assert.Equal(StoredResult.Done, await Store.BeatAsync(beat with { SeenAt = Now }, Cancellation));
        Assert.Equal(Now.AddHours(1), (await Store.FindHostAsync("h", Cancellation))!.SeenAt);
        Assert.Equal(StoredResult.Changed, await Store.BeatAsync(beat with { Digest = "x" }, Cancellation));
        Assert.Equal(StoredResult.Changed, await Store.BeatAsync(beat with { Seq = 3 }, Cancellation));
        Assert.Equal(StoredResult.Older, await Store.BeatAsync(beat with { Seq = 1 }, Cancellation));
        Assert.Equal(StoredResult.Changed, await Store.BeatAsync(beat with { BootId = "b2" }, Cancellation));
        Assert.Equal(StoredResult.Changed, await Store.BeatAsync(beat with { Host = "nobody" }, Cancellation));
    }

    [Fact]
    public async Task Heartbeats_bring_times_and_not_hosts()
    {
        await ApplyAsync(Host("a"), null, Guest("a", "1"));
        await ApplyAsync(Host("b"), null);
        long mark = (await Store.ReadChangesAsync(0, Cancellation)).Mark;
        await Store.BeatAsync(new("a", "b1", 1, "b1/1", Now.AddDays(1)), Cancellation);
        StoredChanges changes = await Store.ReadChangesAsync(mark, Cancellation);
        Assert.Empty(changes.Hosts);
        Assert.Equal([new StoredSeen("a", Now.AddDays(1))], changes.Seen);
        await ApplyAsync(Host("b", seq: 2), "b1/1");
        Assert.Equal(["b"], (await Store.ReadChangesAsync(changes.Mark, Cancellation)).Hosts.Select(h => h.Name));
    }

    [Fact]
    public async Task A_mark_of_the_future_reads_everything()
    {
        await ApplyAsync(Host("a"), null);
        Assert.Single((await Store.ReadChangesAsync(long.MaxValue / 2, Cancellation)).Hosts);
    }

    [Fact]
    public async Task Guests_that_are_not_reported_are_gone()
    {
        await ApplyAsync(Host("a"), null, Guest("a", "1", 5, 6), Guest("a", "2"));
        await ApplyAsync(Host("a", seq: 2), "b1/1", Guest("a", "1", 5, 6, isRunning: false));
        Assert.Equal(["1"], (await Store.ReadChangesAsync(0, Cancellation)).Guests.Select(g => g.Id));
        Assert.Equal([new StoredCount(null, 5, null, 1)], await Store.ReadCountsAsync(Cancellation));
        await Store.TidyAsync(Now.AddDays(2), Events, Cancellation);
        await ApplyAsync(Host("b"), null, Guest("b", "2"));
        await ApplyAsync(Host("a", seq: 3), "b1/2", Guest("a", "2"));
        Assert.Equal(2, (await Store.ReadChangesAsync(0, Cancellation)).Guests.Count);
        await CountsHoldAsync();
    }

    [Fact]
    public async Task Documents_of_the_change_before_are_kept_too()
    {
        await Store.ApplyAsync(new(Host("a") with { Documents = [Sha("1")] }, [], [new(Sha("1"), "k", [1])], []), Cancellation);
        HostUpdate second = new(Host("a", seq: 2) with { Documents = [Sha("2")] }, [], [], []) { FormerDigest = "b1/1" };
        Assert.Equal(StoredResult.Changed, await Store.ApplyAsync(second, Cancellation));
        await Store.ApplyAsync(second with { Documents = [new(Sha("2"), "k", [2])] }, Cancellation);
        await ApplyAsync(Host("a", seq: 3) with { Documents = [Sha("2")] }, "b1/2");
        Assert.Equal([Sha("1")], (await Store.FindHostAsync("a", Cancellation))!.FormerDocuments);
    }

    [Fact]
    public async Task Documents_that_nothing_needs_are_let_go_after_an_hour()
    {
        await Store.InternClassesAsync([Class("a")], Cancellation);
        for (int i = 1; i <= 3; i++)
        {
            StoredHost host = Host("a", seq: i) with { Documents = [Sha($"{i}")] };
            string? former = i == 1 ? null : $"b1/{i - 1}";
            await Store.ApplyAsync(new(host, [], [new(Sha($"{i}"), "k", [1])], []) { FormerDigest = former }, Cancellation);
        }

        await Store.TidyAsync(Now, Events, Cancellation);
        Assert.NotNull(await Store.ReadDocumentAsync(Sha("1"), Cancellation));
        Assert.Empty(await Store.KnownDocumentsAsync([Sha("1")], Cancellation));
        await Store.TidyAsync(Now.AddHours(1), Events, Cancellation);
        Assert.Null(await Store.ReadDocumentAsync(Sha("1"), Cancellation));
        string[] kept = [Sha("2"), Sha("3"), Sha("doc of a")];
        Assert.Equal(kept.Order(), (await Store.KnownDocumentsAsync(kept, Cancellation)).Order());
    }

    [Fact]
    public async Task Old_events_are_let_go()
    {
        HostUpdate update = Update(Host("a"), null) with
        {
            Events = [new(Now, "a", "drift", "fatal", "{}"), new(Now.AddMonths(6), "a", "drift", "risky", "{}")],
        };
        await Store.ApplyAsync(update, Cancellation);
        Assert.Single(await Store.ReadEventsAsync(new EventFilter { Kind = "drift", Grade = "fatal" }, Cancellation));
        await Store.TidyAsync(Now.AddMonths(14), Events, Cancellation);
        Assert.Equal(["risky"], (await Store.ReadEventsAsync(new EventFilter(), Cancellation)).Select(e => e.Grade));
    }

    [Fact]
    public async Task Of_too_many_events_the_newest_are_kept()
    {
        const int Many = 5000;
        HostUpdate update = Update(Host("a"), null) with
        {
            Events = [.. Enumerable.Range(0, Many).Select(i => new NewEvent(Now, "a", "drift", "risky", $"{i}"))],
        };
        await Store.ApplyAsync(update, Cancellation);
        await Store.TidyAsync(Now, Events with { Most = Many }, Cancellation);
        Assert.Equal(Many, (await Store.ReadEventsAsync(new EventFilter { Limit = 2 * Many }, Cancellation)).Count);
        await Store.TidyAsync(Now, Events with { Most = 100 }, Cancellation);
        Assert.Equal(
            Enumerable.Range(0, Many).TakeLast(100).Reverse().Select(i => $"{i}"),
            (await Store.ReadEventsAsync(new EventFilter { Limit = 2 * Many }, Cancellation)).Select(e => e.Detail));
    }

    [Fact]
    public async Task All_drifts_of_a_time_are_counted_that_are_not_harmless()
    {
        const int Many = 1200;
        HostUpdate update = Update(Host("a"), null) with
        {
            Events =
            [
                .. Enumerable.Repeat(new NewEvent(Now, "a", "drift", "risky", "{}"), Many),
                new(Now, "a", "drift", "harmless", "{}"), new(Now, "a", "joined", "fatal", "{}"),
                new(Now.AddTicks(-1), "a", "drift", "fatal", "{}"),
            ],
        };
        await Store.ApplyAsync(update, Cancellation);
        Assert.Equal(Many, await Store.CountDriftsAsync(Now, Cancellation));
    }

    [Fact]
    public async Task A_time_of_the_future_was_noted_before_a_clock_was_set()
    {
        await ApplyAsync(Host("h") with { SeenAt = Now.AddDays(30) }, null);
        await Store.BeatAsync(new("h", "b1", 1, "b1/1", Now), Cancellation);
        Assert.Equal(Now, (await Store.FindHostAsync("h", Cancellation))!.SeenAt);
        await ApplyAsync(Host("h", seq: 2) with { SeenAt = Now.AddDays(30) }, "b1/1");
        await ApplyAsync(Host("h", seq: 3) with { SeenAt = Now }, "b1/2");
        Assert.Equal(Now, (await Store.FindHostAsync("h", Cancellation))!.SeenAt);
    }

    [Fact]
    public async Task A_host_is_in_one_pool_and_its_counts_move_with_it()
    {
        await ApplyAsync(Host("a") with { Class = 1 }, null, Guest("a", "1", 2));
        await ApplyAsync(Host("b"), null);
        Assert.Equal(new PoolResult(1), await Store.WritePoolAsync(new("p", 0, ["a", "b"]), Audit, Cancellation));
        Assert.Equal(default, await Store.WritePoolAsync(new("p", 0, []), Audit, Cancellation));
        Assert.Equal(new PoolResult(1), await Store.WritePoolAsync(new("q", 0, ["a"]), Audit, Cancellation));
        IReadOnlyList<StoredPool> pools = await Store.ReadPoolsAsync(Cancellation);
        Assert.Equal([("p", 2L, "b"), ("q", 1L, "a")], pools.Select(p => (p.Name, p.Version, string.Join(' ', p.Hosts))));
        Assert.Equal([new StoredCount(1, 2, "q", 1)], await Store.ReadCountsAsync(Cancellation));
        await CountsHoldAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_pool_with_a_host_that_is_not_known_changes_nothing(long version)
    {
        await ApplyAsync(Host("a"), null, Guest("a", "1"));
        await ApplyAsync(Host("b"), null);
        await Store.WritePoolAsync(new("p", 0, ["a"]), Audit, Cancellation);
        string name = version == 0 ? "q" : "p";
        Assert.Equal(
            new PoolResult(null, "nobody"), await Store.WritePoolAsync(new(name, version, ["b", "nobody"]), Audit, Cancellation));
        StoredPool pool = Assert.Single(await Store.ReadPoolsAsync(Cancellation));
        Assert.Equal(("p", 1L, "a"), (pool.Name, pool.Version, string.Join(' ', pool.Hosts)));
        Assert.Single(await Store.ReadAuditAsync(null, 10, Cancellation));
        await CountsHoldAsync();
    }

    [Fact]
    public async Task A_large_pool_is_written_with_the_counts_of_all_its_hosts()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"h{i:000}")];
        await Task.WhenAll(names.Select((n, i) =>
            ApplyAsync(Host(n) with { Class = 1 + (i % 3) }, null, Guest(n, "1", 1 + (i % 5)), Guest(n, "2"))));
        await Store.WritePoolAsync(new("p", 0, [.. names]), Audit, Cancellation);
        await Store.WritePoolAsync(new("q", 0, [.. names[..100]]), Audit, Cancellation);
        long mark = (await Store.ReadChangesAsync(0, Cancellation)).Mark;
        await Store.WritePoolAsync(new("p", 2, [.. names[50..150]]), Audit, Cancellation);
        IReadOnlyList<StoredPool> pools = await Store.ReadPoolsAsync(Cancellation);
        Assert.Equal([("p", 3L), ("q", 2L)], pools.Select(p => (p.Name, p.Version)));
        Assert.Equal(names[50..150], pools[0].Hosts);
        Assert.Equal(names[..50], pools[1].Hosts);

        // Other replicas read all that moved.
        IEnumerable<string> changed = (await Store.ReadChangesAsync(mark, Cancellation)).Hosts.Select(h => h.Name);
        Assert.Empty(names[50..100].Concat(names[150..]).Except(changed));
        await CountsHoldAsync();
    }

    [Fact]
    public async Task Of_two_that_freeze_one_wins()
    {
        await ApplyAsync(Host("a"), null);
        await Store.WritePoolAsync(new("p", 0, ["a"]), Audit, Cancellation);
        await using IFleetStore other = await OpenAsync(_db);
        for (int version = 1; version <= 5; version++)
        {
            StoredBaseline baseline = new("p", version, "d", [1, 2, 3], null, "ann", Now);
            IFleetStore[] stores = [Store, other, Store, other];
            bool[] won = await Task.WhenAll(stores.Select(s => s.FreezeAsync(baseline, 1, Audit, Cancellation)));
            Assert.Single(won, w => w);
        }

        Assert.False(await Store.FreezeAsync(new("p", 6, "d", [], null, "ann", Now), 2, Audit, Cancellation));
        Assert.False(await Store.FreezeAsync(new("p", 8, "d", [], null, "ann", Now), 1, Audit, Cancellation));
        Assert.Equal([1, 2, 3, 4, 5], (await Store.ReadBaselinesAsync("p", Cancellation)).Select(b => b.Version));
    }

    [Fact]
    public async Task Equal_classes_have_one_number_wherever_they_come_from()
    {
        await using IFleetStore other = await OpenAsync(_db);
        NewClass[] classes = [.. Enumerable.Range(0, 40).Select(i => Class($"class {i}"))];
        IReadOnlyList<long>[] numbers = await Task.WhenAll(
            Store.InternClassesAsync(classes, Cancellation), other.InternClassesAsync([.. classes.Reverse()], Cancellation),
            other.InternClassesAsync(classes, Cancellation));
        Assert.Equal(numbers[0], numbers[1].Reverse());
        Assert.Equal(numbers[0], numbers[2]);
        IReadOnlyList<StoredClass> kept = await Store.ReadClassesAsync(0, Cancellation);
        Assert.Equal(classes.Select(c => c.Key).Order(), kept.Select(c => c.Key).Order());
        Assert.Equal(kept.Skip(3), await Store.ReadClassesAsync(kept[2].Id, Cancellation));
    }

    [Fact]
    public async Task A_use_is_for_one_host()
    {
        StoredToken enrol = new() { Id = "e", Hash = Sha("e"), Role = "enrol", Uses = 5, CreatedBy = "ann", CreatedAt = Now };
        await Store.AddTokenAsync(enrol, Audit, Cancellation);
        await Assert.ThrowsAsync<StoreException>(() => Store.AddTokenAsync(enrol, Audit, Cancellation));
        await using IFleetStore other = await OpenAsync(_db);
        bool[] done = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => EnrolAsync(i % 2 == 0 ? Store : other, $"h{i}", $"t{i}")));
        Assert.Equal(5, done.Count(d => d));
        Assert.Equal(0, (await Store.FindTokenAsync(enrol.Hash, Now, Cancellation))!.Uses);
        Assert.Equal(6, (await Store.ReadTokensAsync(Cancellation)).Count);
        Assert.True(await Store.WithdrawTokenAsync("e", Audit, Cancellation));
        Assert.False(await Store.WithdrawTokenAsync("e", Audit, Cancellation));
        Assert.Null(await Store.FindTokenAsync(enrol.Hash, Now, Cancellation));
    }

    [Fact]
    public async Task A_host_with_a_token_gets_another_one_only_if_that_is_said()
    {
        StoredToken enrol = new()
        {
            Id = "e",
            Hash = Sha("e"),
            Role = "enrol",
            Uses = 2,
            Expires = Now.AddDays(1),
            CreatedBy = "ann",
            CreatedAt = Now,
        };
        await Store.AddTokenAsync(enrol, Audit, Cancellation);
        Assert.True(await EnrolAsync(Store, "h", "1"));
        Assert.False(await EnrolAsync(Store, "h", "2"));
        Assert.Equal(1, (await Store.FindTokenAsync(enrol.Hash, Now, Cancellation))!.Uses);
        await Store.WithdrawTokenAsync("e", Audit, Cancellation);
        await Store.AddTokenAsync(enrol with { Replaces = true }, Audit, Cancellation);
        Assert.True(await EnrolAsync(Store, "h", "3"));
        Assert.Null(await Store.FindTokenAsync(Sha("1"), Now, Cancellation));
        Assert.Null(await Store.FindTokenAsync(enrol.Hash, Now.AddDays(1), Cancellation));
        StoredToken late = enrol with { Id = "x", Hash = "x", Host = "x" };
        Assert.False(await Store.EnrolAsync(enrol.Hash, late, Now.AddDays(1), Audit, Cancellation));
    }

    [Fact]
    public async Task A_text_with_a_zero_byte_is_refused()
    {
        await Assert.ThrowsAsync<StoreException>(() => ApplyAsync(Host("a\0b"), null));
        Assert.Equal(StoredResult.Done, await ApplyAsync(Host("a"), null));
    }

    private static Task<bool> EnrolAsync(IFleetStore store, string host, string secret) => store.EnrolAsync(
        Sha("e"),
        new StoredToken { Id = secret, Hash = Sha(secret), Role = "host", Host = host, CreatedBy = "e", CreatedAt = Now },
        Now, Audit, Cancellation);
}

public sealed class SqliteStoreTests(SqliteFixture fixture) : StoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresStoreTests(PostgresFixture fixture) : StoreContract(fixture), IClassFixture<PostgresFixture>;
