using System.Globalization;
using System.Reflection;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// The forms that the tables have had, one after the other: numbered files in this assembly, for both engines. A store is brought
/// forward only; one that is of a newer program is left alone.
/// </summary>
internal static class SqlMigrations
{
    private const string Folder = "Migrations/";

    /// <summary>The files' names, the oldest first.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(SqlMigrations).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Brings a store to a version, within a transaction.</summary>
    /// <param name="session">The store.</param>
    /// <param name="version">The version, usually the newest.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreException">The store is of a newer program.</exception>
    public static async Task ApplyAsync(SqlSession session, int version, CancellationToken cancellation)
    {
        await session.LockAsync(SqlLock.Tables, cancellation);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS schema_version (n integer PRIMARY KEY, applied_at text NOT NULL)", cancellation);
        long present = await session.NumberAsync("SELECT max(n) FROM schema_version", cancellation) ?? 0;
        if (present > version)
        {
            throw new StoreException(Text.Of(Messages.Store_Newer, present, version));
        }

        for (long n = present + 1; n <= version; n++)
        {
            await session.ExecuteAsync(Read(All[(int)n - 1], session.Dialect), cancellation);
            await session.ExecuteAsync("INSERT INTO schema_version VALUES ($1, $2)", cancellation, n, Now());
        }
    }

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Read(string name, SqlDialect dialect)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd();
        foreach ((string word, string meaning) in dialect.Words)
        {
            text = text.Replace("{" + word + "}", meaning, StringComparison.Ordinal);
        }

        return text;
    }
}
