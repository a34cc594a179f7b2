using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Domains;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>A guest's QEMU, and what it can be told.</summary>
internal sealed class GuestMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private GuestMonitor(QmpClient qmp) => Qmp = qmp;

    public QmpClient Qmp { get; }

    /// <summary>QEMU's version, for messages.</summary>
    public string Version => $"QEMU {Qmp.Greeting.Version}";

    /// <summary>Connects to a QEMU that runs.</summary>
    /// <exception cref="QmpException">It does not answer.</exception>
    public static async Task<GuestMonitor> ConnectAsync(string socket, TimeSpan? patience = null, CancellationToken cancellation = default)
    {
        QmpOptions options = patience is { } time ? new QmpOptions { Timeout = time } : new QmpOptions();
        return new GuestMonitor(await QmpClient.ConnectAsync(socket, options, cancellation));
    }

    /// <summary>Connects to a QEMU that is being started, as soon as it listens.</summary>
    /// <returns>The monitor, or <see langword="null"/> if QEMU ended instead.</returns>
    /// <exception cref="QmpException">It does not answer in time.</exception>
    public static async Task<GuestMonitor?> ConnectAsync(string socket, ProcessIdentity process, TimeSpan patience, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            TimeSpan left = patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
            try
            {
                if (File.Exists(socket))
                {
                    return await ConnectAsync(socket, left, cancellation);
                }
            }
            catch (QmpException e) when (e.Kind is QmpErrorKind.Unreachable or QmpErrorKind.Closed && left > TimeSpan.Zero)
            {
                // It has made the socket, and does not listen yet; or it is about to end.
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

    /// <summary>QEMU's word for what the guest is doing, for example <c>running</c>.</summary>
    public async Task<string> QueryStatusAsync(CancellationToken cancellation = default) =>
        QemuJson.StringOf(await ExecuteAsync("query-status", cancellation: cancellation), "status") ?? throw QmpException.Of(QmpErrorKind.Malformed, Messages.Qmp_NotAMessage);

    public ValueTask DisposeAsync() => Qmp.DisposeAsync();
}
