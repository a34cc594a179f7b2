using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>An engine that the tests of the contract run on.</summary>
public abstract class StoreFixture : IDisposable
{
    /// <summary>A new empty store: what <see cref="FleetStores.Open"/> takes.</summary>
    internal abstract string NewDb();

    public abstract void Dispose();
}

/// <summary>Files in a folder of the test's own.</summary>
public sealed class SqliteFixture : StoreFixture
{
    private readonly TempFolder _folder = new();
    private int _files;

    internal override string NewDb() => Path.Combine(_folder.Root, $"{Interlocked.Increment(ref _files)}.db");

    public override void Dispose() => _folder.Dispose();
}

/// <summary>Databases of one server, which the test starts.</summary>
public sealed class PostgresFixture : StoreFixture
{
    private readonly Lock _lock = new();
    private PostgresServer? _server;

    internal PostgresServer Server
    {
        get
        {
            lock (_lock)
            {
                return _server ??= new PostgresServer();
            }
        }
    }

    internal override string NewDb() => Server.NewDatabase();

    public override void Dispose() => _server?.Dispose();
}
