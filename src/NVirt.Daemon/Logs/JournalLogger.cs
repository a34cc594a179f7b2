using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace NVirt.Daemon.Logs;

/// <summary>Sends what is logged to systemd's journal. What the journal does not take is lost: the daemon never waits for it.</summary>
internal sealed class JournalLogger : ILoggerProvider, ILogger
{
    /// <summary>Where the journal takes entries.</summary>
    public const string UsualSocket = "/run/systemd/journal/socket";

    private readonly Socket _socket;

    private JournalLogger(Socket socket) => _socket = socket;

    /// <summary>What standard error is, as the kernel names it; <see langword="null"/> if it cannot be told.</summary>
    public static string? StandardError => new FileInfo("/proc/self/fd/2").LinkTarget;

    /// <summary>Whether the journal reads a stream. What a service starts inherits the variable, but may write elsewhere.</summary>
    /// <param name="variable">The stream that it reads (<c>JOURNAL_STREAM</c>): a device and an inode.</param>
    /// <param name="stream">The stream, for example <c>socket:[4711]</c>.</param>
    public static bool Reads(string? variable, string? stream) =>
        variable?.Split(':') is [_, { Length: > 0 } inode] && stream == $"socket:[{inode}]";

    /// <summary>Connects to the journal.</summary>
    /// <returns><see langword="null"/> if there is none.</returns>
    public static JournalLogger? TryOpen(string path = UsualSocket)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new JournalLogger(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        IEnumerable<KeyValuePair<string, object?>> values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
        byte[] entry = JournalEntry.Write(logLevel, eventId, formatter(state, exception), values, exception);
        try
        {
            _socket.Send(entry);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is full or gone.
        }
    }

    public void Dispose() => _socket.Dispose();
}
