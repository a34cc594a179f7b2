using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Store.Sql;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>Stores of every former version are brought to this one, with what is in them.</summary>
public abstract class MigrationContract(StoreFixture fixture)
{
    private static readonly EventRetention Events = new(13, 1000);

    // What a program of version 1 says, as it stood when that was the newest.
    private static readonly string[] StatementsOfVersion1 =
    [
        "INSERT INTO document (sha256, kind, body) VALUES ('@', 'k', '') ON CONFLICT (sha256) DO NOTHING",
        "INSERT INTO cpu_class (digest, key, document_id, place) SELECT '@', 'key @', id, 0 FROM document WHERE sha256 = '@'",
        """
        INSERT INTO host (name, classes, documents, former_documents, boot_id, seq, digest, former_boots, reported_at, labels, weight,
            changed) SELECT '@', '[1]', '[' || id || ']', '[]', 'b', 1, 'd', '[]', 0, '{}', 1, 1 FROM document WHERE sha256 = '@'
        """,
        "INSERT INTO host_seen (host_id, seen_at, mark) SELECT id, 0, 1 FROM host WHERE name = '@'",
        "INSERT INTO guest (host_id, id, name, is_running) SELECT id, 'g', 'vm', 1 FROM host WHERE name = '@'",
        """
        INSERT INTO guest_count (host_class_id, guest_class_id, pool_id, shard, guests) VALUES (0, 0, 0, 1, 1)
        ON CONFLICT (host_class_id, guest_class_id, pool_id, shard) DO UPDATE SET guests = guest_count.guests + excluded.guests
        """,
        "INSERT INTO event (time, host_id, kind, grade, detail) SELECT 0, id, 'joined', 'harmless', '{}' FROM host WHERE name = '@'",
        "INSERT INTO token (id, hash, role, replaces, created_by, created_at) VALUES ('@', 'hash @', 'read', 0, 'ann', 0)",
        "INSERT INTO audit (time, who, action, target, detail) VALUES (0, 'ann', 'a', '@', '')",
    ];

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, SqlMigrations.All.Count)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_store_of_any_version_is_brought_to_the_newest_with_its_rows(int version)
    {
        string db = fixture.NewDb();
        await OpenAsync(db, version);
        await SayAsync(db, "before");
        await OpenAsync(db, SqlMigrations.All.Count);
        await SayAsync(db, "after");

        await using IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(Cancellation);
        StoredChanges all = await store.ReadChangesAsync(0, Cancellation);
        Assert.Equal(["after", "before"], all.Hosts.Select(h => h.Name).Order());
        Assert.Equal([["after"], ["before"]], all.Hosts.OrderBy(h => h.Name).Select(h => h.Documents.ToArray()));
        Assert.Equal(2, all.Guests.Count);
        Assert.Equal(await store.RecountAsync(Cancellation), await store.ReadCountsAsync(Cancellation));
        Assert.Equal(2, (await store.ReadClassesAsync(0, Cancellation)).Count);
        Assert.Equal(2, (await store.ReadEventsAsync(new EventFilter(), Cancellation)).Count);
        Assert.Equal(2, (await store.ReadTokensAsync(Cancellation)).Count);
        await store.TidyAsync(DateTimeOffset.UnixEpoch, Events, Cancellation);
        await store.TidyAsync(DateTimeOffset.UnixEpoch.AddDays(1), Events, Cancellation);
        Assert.Equal(2, (await store.KnownDocumentsAsync(["before", "after"], Cancellation)).Count);
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_left_alone()
    {
        string db = fixture.NewDb();
        await OpenAsync(db, 2);
        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(db, 1));
        Assert.Contains("its form is 2, and this program knows 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_that_start_at_once_make_the_tables_once()
    {
        string db = fixture.NewDb();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenAsync(db, 2), Cancellation)));
        await OpenAsync(db, 2);
    }

    private static async Task OpenAsync(string db, int version)
    {
        await using SqlFleetStore store = (SqlFleetStore)FleetStores.Open(db);
        await store.OpenAsync(version, Cancellation);
    }

    private static async Task SayAsync(string db, string name)
    {
        await using DbConnection connection = db.StartsWith("Host=", StringComparison.Ordinal)
            ? new NpgsqlSlimDataSourceBuilder(db).Build().CreateConnection() : new SqliteConnection($"Data Source={db};Pooling=False");
        await connection.OpenAsync(Cancellation);
        foreach (string statement in StatementsOfVersion1)
        {
            await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of this file.
            command.CommandText = statement.Replace("@", name, StringComparison.Ordinal);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }
}

public sealed class SqliteMigrationTests(SqliteFixture fixture) : MigrationContract(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgresMigrationTests(PostgresFixture fixture) : MigrationContract(fixture), IClassFixture<PostgresFixture>;
