using Npgsql;
using NVirt.Fleet.Server.Store.Sql;

namespace NVirt.Fleet.Server.Store;

/// <summary>Chooses the store.</summary>
internal static class FleetStores
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A store; nothing is opened yet.</summary>
    /// <param name="db">A path, or a connection string of PostgreSQL: <c>postgresql://...</c> or <c>Host=...</c>.</param>
    /// <exception cref="StoreException">The connection string is not one.</exception>
    public static IFleetStore Open(string db) => new SqlFleetStore(
        PostgresSettings.IsOne(db) ? new PostgresEngine(PostgresSettings.Parse(db)) : new SqliteEngine(db, Patience));

    /// <summary>A store that is ready.</summary>
    /// <exception cref="StoreException">It cannot be opened; the message says which store.</exception>
    public static async Task<IFleetStore> OpenAsync(string db, CancellationToken cancellation)
    {
        IFleetStore store = Open(db);
        try
        {
            await store.OpenAsync(cancellation);
            return store;
        }
        catch (StoreException e)
        {
            await store.DisposeAsync();
            throw new StoreException($"{NameOf(db)}: {e.Message}", e);
        }
    }

    /// <summary>Where the fleet is kept, for people: without user and password.</summary>
    public static string NameOf(string db)
    {
        if (!PostgresSettings.IsOne(db))
        {
            return Path.GetFullPath(db);
        }

        NpgsqlConnectionStringBuilder settings = PostgresSettings.Parse(db);
        return $"postgresql://{settings.Host}/{settings.Database}";
    }
}
