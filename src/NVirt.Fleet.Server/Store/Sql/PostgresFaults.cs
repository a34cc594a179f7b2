using System.Net.Sockets;
using System.Text;
using Npgsql;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>What PostgreSQL's errors mean to whoever runs the service. The codes are those of its manual, appendix A.</summary>
internal static class PostgresFaults
{
    public static bool IsOfStore(Exception fault) =>
        fault is NpgsqlException or SocketException or IOException or TimeoutException or EncoderFallbackException
            or InvalidOperationException or ObjectDisposedException;

    /// <summary>Whether nothing was kept, and the same may go well when it is done again.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="run">The number of times that it was tried.</param>
    /// <param name="isCommitting">Whether it may have been kept.</param>
    public static bool IsPassing(Exception fault, int run, bool isCommitting) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        // A connection that was kept may have been closed meanwhile, by a server that was started anew.
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => run == 1 && !isCommitting,
        PostgresException => false,
        NpgsqlException { InnerException: IOException or SocketException } => run == 1 && !isCommitting,
        _ => false,
    };

    public static StoreException Explain(Exception fault) => new(
        fault switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => Messages.Store_Full,
            PostgresException
            {
                SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled
            } => Messages.Store_Locked,
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => Messages.Store_ReadOnly,
            PostgresException
            {
                SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                    or PostgresErrorCodes.InsufficientPrivilege
            } => Messages.Store_Denied,
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => Messages.Store_NoDatabase,
            PostgresException e when IsOfServer(e.SqlState) => Messages.Store_Unreachable,
            PostgresException e => Text.Of(Messages.Store_Refused, e.SqlState),
            EncoderFallbackException => Messages.Store_Text,
            ObjectDisposedException => Messages.Store_Closed,
            _ => Messages.Store_Unreachable,
        },
        fault);

    // Shut down or starting (57P), no more connections (53300), or the connection itself (08).
    private static bool IsOfServer(string state) =>
        state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal)
        || state == PostgresErrorCodes.TooManyConnections;
}
