using System.Data.Common;
using System.Globalization;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// Statements on one connection, within one transaction. Arguments are text, 64-bit numbers, bytes, or <see langword="null"/>. For one
/// caller at a time.
/// </summary>
/// <param name="connection">The connection, open.</param>
/// <param name="dialect">How the engine speaks.</param>
/// <param name="keepsCommands">
/// Whether commands are kept for the next time, with what was prepared for them: where the engine does not keep that by itself.
/// </param>
internal sealed class SqlSession(DbConnection connection, SqlDialect dialect, bool keepsCommands) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    public SqlDialect Dialect { get; } = dialect;

    public DbConnection Connection { get; } = connection;

    /// <summary>The seconds that a statement may take, 0 for any time; <see langword="null"/> for what the connection says.</summary>
    public int? Patience { get; set; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params object?[] arguments)
    {
        DbCommand command = Command(sql, arguments);
        try
        {
            return await command.ExecuteNonQueryAsync(cancellation);
        }
        finally
        {
            await ReleaseAsync(command);
        }
    }

    /// <summary>Runs statements one after the other; where the engine can, they are sent together.</summary>
    public async Task ExecuteAllAsync(IReadOnlyCollection<SqlStatement> statements, CancellationToken cancellation)
    {
        if (statements.Count == 0)
        {
            return;
        }

        if (!Connection.CanCreateBatch)
        {
            foreach (SqlStatement statement in statements)
            {
                await ExecuteAsync(statement.Sql, cancellation, statement.Arguments);
            }

            return;
        }

        await using DbBatch batch = Connection.CreateBatch();
        foreach (SqlStatement statement in statements)
        {
            DbBatchCommand command = batch.CreateBatchCommand();
            command.CommandText = statement.Sql;
            foreach (object? argument in statement.Arguments)
            {
                DbParameter parameter = command.CreateParameter();
                parameter.Value = Checked(argument);
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The first column of the first row, or <see langword="null"/> if there is none.</summary>
    public async Task<object?> ScalarAsync(string sql, CancellationToken cancellation, params object?[] arguments)
    {
        DbCommand command = Command(sql, arguments);
        try
        {
            return await command.ExecuteScalarAsync(cancellation) is { } value and not DBNull ? value : null;
        }
        finally
        {
            await ReleaseAsync(command);
        }
    }

    /// <summary>The same, of a number.</summary>
    public async Task<long?> NumberAsync(string sql, CancellationToken cancellation, params object?[] arguments) =>
        await ScalarAsync(sql, cancellation, arguments) is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    /// <summary>All rows. Nothing else may be run until they are read.</summary>
    /// <param name="sql">The selection.</param>
    /// <param name="read">Makes something of the row at which the reader stands.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="arguments">The arguments.</param>
    public async Task<List<T>> RowsAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellation, params object?[] arguments)
    {
        DbCommand command = Command(sql, arguments);
        try
        {
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation);
            List<T> rows = [];
            while (await reader.ReadAsync(cancellation))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        finally
        {
            await ReleaseAsync(command);
        }
    }

    /// <summary>Waits for its turn to do what one transaction at a time does.</summary>
    public async Task LockAsync(SqlLock name, CancellationToken cancellation)
    {
        if (Dialect.Lock(name) is { Length: > 0 } sql)
        {
            await ScalarAsync(sql, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (DbCommand command in _commands.Values)
        {
            await command.DisposeAsync();
        }

        await Connection.DisposeAsync();
    }

    private DbCommand Command(string sql, object?[] arguments)
    {
        if (!_commands.TryGetValue(sql, out DbCommand? command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // The text is always the program's own: what comes from outside is an argument.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (int i = 0; i < arguments.Length; i++)
            {
                DbParameter parameter = command.CreateParameter();
                parameter.ParameterName = Dialect.ParameterName(i + 1);
                command.Parameters.Add(parameter);
            }

            if (keepsCommands)
            {
                _commands.Add(sql, command);
            }
        }

        command.CommandTimeout = Patience ?? command.CommandTimeout;
        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = Checked(arguments[i]);
        }

        return command;
    }

    // One engine would keep a zero byte, and the other one would not.
    private static object Checked(object? argument) => argument switch
    {
        null => DBNull.Value,
        string text when text.Contains('\0', StringComparison.Ordinal) => throw new StoreException(Messages.Store_Text),
        _ => argument,
    };

    private ValueTask ReleaseAsync(DbCommand command) => keepsCommands ? ValueTask.CompletedTask : command.DisposeAsync();
}

/// <summary>A statement, and its arguments.</summary>
internal readonly record struct SqlStatement(string Sql, params object?[] Arguments);
