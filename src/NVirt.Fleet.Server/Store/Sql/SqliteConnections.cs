using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Connections to one file, and readers that are not in use. Safe for use by several threads.</summary>
internal sealed class SqliteConnections(string path, TimeSpan patience, SqlDialect dialect) : IAsyncDisposable
{
    /// <summary>Most readers that are kept for the next who reads.</summary>
    private const int MostIdle = 8;

    private readonly ConcurrentBag<SqlSession> _readers = [];

    /// <summary>A reader that is not in use, or a new one.</summary>
    public async Task<SqlSession> TakeReaderAsync(CancellationToken cancellation) =>
        _readers.TryTake(out SqlSession? reader) ? reader : await OpenAsync(SqliteUse.Reader, cancellation);

    /// <summary>A reader is no longer in use, and in no transaction.</summary>
    public void GiveBack(SqlSession reader)
    {
        if (_readers.Count < MostIdle)
        {
            _readers.Add(reader);
        }
        else
        {
            reader.Connection.Dispose();
        }
    }

    /// <summary>Opens a connection.</summary>
    public async Task<SqlSession> OpenAsync(SqliteUse use, CancellationToken cancellation)
    {
        if (use == SqliteUse.Maker && !OperatingSystem.IsWindows() && !File.Exists(path))
        {
            FileStreamOptions owners = new()
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            await new FileStream(path, owners).DisposeAsync();
        }

        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = path,
            Mode = use == SqliteUse.Maker ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)patience.TotalSeconds),
        };
        SqliteConnection connection = new(settings.ConnectionString);
        SqlSession session = new(connection, dialect, keepsCommands: true);
        try
        {
            await connection.OpenAsync(cancellation);
            string milliseconds = ((long)patience.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            await session.ExecuteAsync($"PRAGMA busy_timeout = {milliseconds}", cancellation);
            foreach (string setting in use == SqliteUse.Reader ? ReaderSettings : WriterSettings)
            {
                await session.ScalarAsync(setting, cancellation);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_readers.TryTake(out SqlSession? reader))
        {
            await reader.DisposeAsync();
        }
    }

    private static readonly string[] ReaderSettings = ["PRAGMA query_only = 1", "PRAGMA cache_size = -16384"];

    // FULL: what was committed stays, whatever ends the machine.
    private static readonly string[] WriterSettings =
    [
        "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -65536", "PRAGMA journal_size_limit = 67108864",
    ];
}

/// <summary>What a connection is for.</summary>
internal enum SqliteUse
{
    /// <summary>It makes the file, for its owner only, if it is not there, and the tables.</summary>
    Maker,
    /// <summary>It writes.</summary>
    Writer,
    /// <summary>It only reads.</summary>
    Reader,
}
