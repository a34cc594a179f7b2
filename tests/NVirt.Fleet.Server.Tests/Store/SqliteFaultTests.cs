using Microsoft.Data.Sqlite;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Store.Sql;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>The file's disk, and other programs that use the file.</summary>
public sealed class SqliteFaultTests
{
    private static readonly NewAudit Audit = new(DateTimeOffset.UnixEpoch, "ann", "test", "it", new string('x', 10_000));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_told_and_the_store_works_when_there_is_room()
    {
        using SmallDisk disk = new(mebibytes: 3);
        await using IFleetStore store = FleetStores.Open(Path.Combine(disk.Root, "fleet.db"));
        await FullDisk.RequireAsync(store, disk.Fill(1 << 20), Audit, Cancellation);
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_told_and_used_when_it_is_free()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Root, "fleet.db");
        await using SqlFleetStore store = new(new SqliteEngine(path, TimeSpan.FromSeconds(1)));
        await store.OpenAsync(Cancellation);
        await using SqliteConnection other = new($"Data Source={path};Pooling=False");
        await other.OpenAsync(Cancellation);
        await RunAsync(other, "BEGIN IMMEDIATE");
        StoreException locked = await Assert.ThrowsAsync<StoreException>(() => store.AuditAsync(Audit, Cancellation));
        Assert.Equal(Messages.Store_Locked, locked.Message);
        Assert.Empty(await store.ReadAuditAsync(null, 10, Cancellation));
        await RunAsync(other, "ROLLBACK");
        await store.AuditAsync(Audit, Cancellation);
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_told()
    {
        using TempFolder folder = new();
        await using IFleetStore store = FleetStores.Open(folder.Write("fleet.db", new string('x', 5000)));
        StoreException told = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(Cancellation));
        Assert.Equal(Messages.Store_Damaged, told.Message);
    }

    [Fact]
    public async Task The_file_is_for_its_owner()
    {
        Needs.Linux("modes of files");
        using TempFolder folder = new();
        string path = Path.Combine(folder.Root, "fleet.db");
        await using IFleetStore store = FleetStores.Open(path);
        await store.OpenAsync(Cancellation);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_copy_that_is_made_while_writing_is_a_store()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Root, "fleet.db");
        string copy = Path.Combine(folder.Root, "copy.db");
        await using IFleetStore store = FleetStores.Open(path);
        await store.OpenAsync(Cancellation);
        await store.AuditAsync(Audit, Cancellation);
        bool isCopied = false;
        Task writing = Task.Run(
            async () =>
            {
                while (!Volatile.Read(ref isCopied))
                {
                    await store.AuditAsync(Audit, Cancellation);
                }
            },
            Cancellation);
        await using (SqliteConnection backup = new($"Data Source={path};Pooling=False"))
        {
            await backup.OpenAsync(Cancellation);
            await RunAsync(backup, $"VACUUM INTO '{copy}'");
        }

        Volatile.Write(ref isCopied, true);
        await writing;
        await using IFleetStore restored = FleetStores.Open(copy);
        await restored.OpenAsync(Cancellation);
        Assert.NotEmpty(await restored.ReadAuditAsync(null, 10, Cancellation));
        await restored.AuditAsync(Audit, Cancellation);
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
