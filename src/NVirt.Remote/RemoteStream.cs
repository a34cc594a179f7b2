using NVirt.Domains.Driver;
using NVirt.Rpc.Client;

namespace NVirt.Remote;

/// <summary>A stream of a daemon's whose errors are those of the contract.</summary>
/// <param name="inner">The stream; closed with this.</param>
/// <param name="translate">The error of the contract for one of the protocol.</param>
internal sealed class RemoteStream(RpcStream inner, Func<Exception, Exception> translate) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The daemon ended the stream with an error: a terminal's other end is closed that way.</exception>
    /// <exception cref="DomainException">The connection has ended.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcServerException e)
        {
            throw new IOException(e.Message, e);
        }
        catch (RpcConnectionException e)
        {
            throw translate(e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DomainException">The connection has ended.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcConnectionException e)
        {
            throw translate(e);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
