using System.Net.Sockets;
using System.Runtime.InteropServices;
using NVirt.Qemu.Qmp;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>What goes to a client: one frame at a time, whoever sends it. Safe for use by several threads.</summary>
/// <param name="stream">Where to; it stays open.</param>
internal sealed class Outgoing(Stream stream) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FrameBuffer _buffer = new();

    /// <summary>Whether descriptors can go to the client.</summary>
    public bool PassesDescriptors => UnixSocket is not null;

    private Socket? UnixSocket => stream is NetworkStream { Socket: { AddressFamily: AddressFamily.Unix } socket } ? socket : null;

    private static ReadOnlySpan<byte> OneDescriptor => [0, 0, 0, 1];

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

    /// <summary>Sends an answer without a value, and a descriptor behind it.</summary>
    /// <exception cref="IOException">The client cannot be reached, or not in this way.</exception>
    public async ValueTask SendAsync(FrameHeader header, SafeHandle descriptor, CancellationToken cancellation)
    {
        Socket socket = UnixSocket ?? throw new IOException(Messages.Descriptor_NoWay);
        await _turn.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(_buffer.Frame(header with { Type = FrameType.ReplyWithDescriptors }, OneDescriptor), cancellation);
            while (!DescriptorPassing.TrySend(socket, descriptor, carrier: 0))
            {
                await Task.Delay(Pause, cancellation);
            }
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
