using System.Collections.Concurrent;
using NVirt.Daemon.Faults;
using NVirt.Rpc.Frames;
using NVirt.Xml;

namespace NVirt.Daemon.Sessions;

/// <summary>The streams of a client, by the serials of the calls that opened them. Safe for use by several threads.</summary>
/// <param name="outgoing">The way to the client.</param>
internal sealed class SessionStreams(Outgoing outgoing) : IAsyncDisposable
{
    // Consoles of all guests of a host, and more. Each has a file or a socket.
    private const int Most = 1024;

    private readonly ConcurrentDictionary<uint, ServerStream> _streams = new();
    private volatile bool _isEnded;

    /// <summary>Opens a stream with a call; its data flows once the call is answered.</summary>
    /// <param name="call">The call.</param>
    /// <param name="source">What is sent to the client; <see langword="null"/> for nothing.</param>
    /// <param name="sink">What the client's data goes to; <see langword="null"/> if it sends none.</param>
    /// <param name="end">What is let go with the stream.</param>
    /// <param name="isWhole">Whether the client gets all of it also if it says early that it has done.</param>
    /// <exception cref="Fault">The client has too many streams, or one with this serial; <paramref name="end"/> is let go.</exception>
    public async ValueTask OpenAsync(Call call, Stream? source, Stream? sink, IAsyncDisposable end, bool isWhole = false)
    {
        uint serial = call.Header.Serial;
        ServerStream? opened = null;
        opened = new ServerStream(outgoing, call.Header, source, sink, end, () => _streams.TryRemove(new(serial, opened!)), isWhole);
        bool isOpen = _streams.Count < Most && _streams.TryAdd(serial, opened);
        if (!isOpen || _isEnded)
        {
            // Nobody would let it go.
            await opened.DisposeAsync();
            throw CommonFaults.Rpc(Text.Of(Messages.Stream_NotOpened, serial, Most));
        }
    }

    /// <summary>Lets the data of a call's stream flow, if it has opened one.</summary>
    public void Begin(Call call)
    {
        if (call.Info.Stream != Rpc.Procedures.StreamDirection.None && _streams.TryGetValue(call.Header.Serial, out ServerStream? stream))
        {
            stream.Begin();
        }
    }

    /// <summary>Takes a frame of a stream; one of a stream that is not open is dropped, as libvirt's daemon does.</summary>
    public ValueTask TakeAsync(FrameHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellation) =>
        _streams.TryGetValue(header.Serial, out ServerStream? stream) && stream.IsOf(header)
            ? stream.TakeAsync(header, payload, cancellation) : ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _isEnded = true;
        foreach (ServerStream stream in _streams.Values)
        {
            await stream.DisposeAsync();
        }
    }
}
