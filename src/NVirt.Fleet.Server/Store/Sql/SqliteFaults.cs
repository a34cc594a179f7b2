using Microsoft.Data.Sqlite;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>What SQLite's errors mean to whoever runs the service. The numbers are those of sqlite3.h.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <summary>Whether the store is at fault, and not the statement.</summary>
    public static bool IsOfStore(SqliteException fault) => fault.SqliteErrorCode is not Constraint;

    public static StoreException Explain(Exception fault) => new(
        fault switch
        {
            SqliteException { SqliteErrorCode: Full } => Messages.Store_Full,
            SqliteException { SqliteErrorCode: Busy or Locked } => Messages.Store_Locked,
            SqliteException { SqliteErrorCode: ReadOnly } or UnauthorizedAccessException => Messages.Store_ReadOnly,
            SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => Messages.Store_Damaged,
            SqliteException { SqliteErrorCode: CannotOpen } or IOException => Messages.Store_CannotOpen,
            SqliteException { SqliteErrorCode: IoError } => Messages.Store_InputOutput,
            SqliteException e => Text.Of(Messages.Store_Refused, e.SqliteExtendedErrorCode),
            _ => Messages.Store_CannotOpen,
        },
        fault);
}
