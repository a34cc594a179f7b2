using System.Threading.Channels;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Client;

/// <summary>
/// A stream that a call has opened, in both directions (rpc-protocol.md 5). What nobody reads holds the connection up, so that its server
/// waits; a stream that is not wanted any more is to be disposed of. One thread may read while another writes.
/// </summary>
public sealed class RpcStream : Stream
{
    // Whatever a server sends at once, this is enough to go on while it is read.
    private const int MostWaiting = 16;
    private const int Chunk = 64 * 1024;

    private readonly Channel<byte[]> _chunks = Channel.CreateBounded<byte[]>(MostWaiting);
    private readonly Func<FrameStatus, ReadOnlyMemory<byte>, CancellationToken, Task> _send;
    private readonly Action _forget;
    private ReadOnlyMemory<byte> _rest;
    private int _isOver;

    internal RpcStream(Func<FrameStatus, ReadOnlyMemory<byte>, CancellationToken, Task> send, Action forget) =>
        (_send, _forget) = (send, forget);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="RpcServerException">The server ended the stream with an error.</exception>
    /// <exception cref="RpcConnectionException">The connection has ended.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            if (!await _chunks.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            _rest = _chunks.Reader.TryRead(out byte[]? chunk) ? chunk : ReadOnlyMemory<byte>.Empty;
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isOver != 0, this);
        while (!buffer.IsEmpty)
        {
            ReadOnlyMemory<byte> chunk = buffer[..Math.Min(buffer.Length, Chunk)];
            await _send(FrameStatus.Continue, chunk, cancellationToken).ConfigureAwait(false);
            buffer = buffer[chunk.Length..];
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Takes a frame of the server's.</summary>
    internal async ValueTask TakeAsync(FrameHeader header, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        switch (header.Status)
        {
            case FrameStatus.Continue when header.Type == FrameType.Stream && payload.Length > 0:
                try
                {
                    await _chunks.Writer.WriteAsync(payload.ToArray(), cancellation).ConfigureAwait(false);
                }
                catch (ChannelClosedException)
                {
                    // It was not wanted any more.
                }

                break;
            case FrameStatus.Error:
                End(ErrorOf(payload.Span));
                break;
            default:
                End(error: null);
                break;
        }
    }

    /// <summary>There will be nothing more.</summary>
    internal void End(Exception? error) => _chunks.Writer.TryComplete(error);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _forget();
            End(error: null);
            _ = _send(FrameStatus.Ok, ReadOnlyMemory<byte>.Empty, CancellationToken.None);
        }

        base.Dispose(disposing);
    }

    private static RpcServerException ErrorOf(ReadOnlySpan<byte> payload)
    {
        XdrReader reader = new(payload);
        return new RpcServerException(RemoteError.Read(ref reader));
    }
}
