using NVirt.Rpc.Frames;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>What goes to a client: one frame at a time, whoever sends it. Safe for use by several threads.</summary>
/// <param name="stream">Where to; it stays open.</param>
internal sealed class Outgoing(Stream stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FrameBuffer _buffer = new();

    /// <summary>Sends a frame with a value.</summary>
    /// <exception cref="XdrException">The value is too large for the protocol; nothing was sent.</exception>
    /// <exception cref="IOException">The client cannot be reached.</exception>
    public async ValueTask SendAsync(FrameHeader header, IXdrWritable payload, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(_buffer.Frame(header, payload), cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends a frame with bytes.</summary>
    /// <exception cref="IOException">The client cannot be reached.</exception>
    public async ValueTask SendAsync(FrameHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(_buffer.Frame(header, payload.Span), cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
