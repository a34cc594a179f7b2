using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>A guest's QEMU, and the commands for it.</summary>
internal sealed class GuestMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private const string ConnectionName = "state";

    private GuestMonitor(QmpClient qmp) => Qmp = qmp;

    public QmpClient Qmp { get; }

    /// <summary>QEMU's version, for messages.</summary>
    public string Version => $"QEMU {Qmp.Greeting.Version}";

    /// <summary>Connects to a running QEMU.</summary>
    /// <exception cref="QmpException">It does not answer.</exception>
    public static Task<GuestMonitor> ConnectAsync(string socket, TimeSpan? patience = null, CancellationToken cancellation = default) =>
        ConnectAsync(socket, patience, first: null, cancellation);

    private static async Task<GuestMonitor> ConnectAsync(
        string socket, TimeSpan? patience, Action<GuestMonitor>? first, CancellationToken cancellation)
    {
        QmpOptions options = patience is { } time ? new QmpOptions { Timeout = time } : new QmpOptions();
        using EmulatorSocket checkedSocket = EmulatorSocket.TryOpen(socket)
            ?? throw QmpException.Of(QmpErrorKind.Unreachable, Text.Of(Messages.Confine_OddSocket, socket));
        return new GuestMonitor(
            await QmpClient.ConnectAsync(checkedSocket.Path, options, q => first?.Invoke(new GuestMonitor(q)), cancellation));
    }

    /// <summary>Connects to a QEMU that is being started, as soon as it listens.</summary>
    /// <param name="socket">Where it will listen.</param>
    /// <param name="process">It.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="first">Asks the first questions, which it reads before it can answer; called again with each other connection.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <returns>The monitor, or <see langword="null"/> if QEMU ended instead.</returns>
    /// <exception cref="QmpException">It does not answer in time.</exception>
    public static async Task<GuestMonitor?> ConnectAsync(
        string socket, ProcessIdentity process, TimeSpan patience, Action<GuestMonitor> first, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            TimeSpan left = patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
            try
            {
                if (File.Exists(socket))
                {
                    return await ConnectAsync(socket, left, first, cancellation);
                }
            }
            catch (QmpException e) when (e.Kind is QmpErrorKind.Unreachable or QmpErrorKind.Closed && left > TimeSpan.Zero)
            {
                // It has created the socket but does not listen yet; or it is about to end.
            }

            if (!process.IsAlive)
            {
                return null;
            }

            if (left <= TimeSpan.Zero)
            {
                throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Qemu_TimedOut, socket, patience.TotalSeconds));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    public Task<JsonElement> ExecuteAsync(string command, JsonObject? arguments = null, CancellationToken cancellation = default) =>
        Qmp.ExecuteAsync(command, arguments, cancellation: cancellation);

    /// <summary>Connects QEMU to a socket that it cannot reach itself.</summary>
    /// <returns>What QEMU calls the connection.</returns>
    /// <exception cref="DomainException">Nobody listens there.</exception>
    public async Task<string> ConnectToAsync(string path, CancellationToken cancellation)
    {
        using EmulatorSocket there = EmulatorSocket.TryOpen(path)
            ?? throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Confine_OddSocket, path));
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(there.Path), cancellation);
        }
        catch (SocketException e)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.State_Failure, path, e.Message), e);
        }

        // It becomes QEMU's, which decides for itself whether to wait.
        socket.Blocking = true;
        Qmp.Attach(socket.SafeHandle);
        await ExecuteAsync("getfd", new JsonObject { ["fdname"] = ConnectionName }, cancellation);
        return "fd:" + ConnectionName;
    }

    /// <summary>Asks something that a guest may not have.</summary>
    /// <returns>The answer; <see langword="null"/> if QEMU refuses.</returns>
    /// <exception cref="QmpException">It does not answer.</exception>
    public async Task<JsonElement?> TryExecuteAsync(string command, CancellationToken cancellation = default)
    {
        try
        {
            return await ExecuteAsync(command, cancellation: cancellation);
        }
        catch (QmpException e) when (e.Kind == QmpErrorKind.Refused)
        {
            return null;
        }
    }

    /// <summary>QEMU's word for the guest's state, for example <c>running</c>.</summary>
    public async Task<string> QueryStatusAsync(CancellationToken cancellation = default) =>
        JsonText.StringOf(await ExecuteAsync("query-status", cancellation: cancellation), "status")
            ?? throw QmpException.Of(QmpErrorKind.Malformed, Messages.Qmp_NotAMessage);

    /// <summary>How far the migration is.</summary>
    public async Task<MigrationStatus> QueryMigrationAsync(CancellationToken cancellation = default) =>
        new(await ExecuteAsync("query-migrate", cancellation: cancellation));

    public ValueTask DisposeAsync() => Qmp.DisposeAsync();
}
