using Microsoft.Win32.SafeHandles;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>A part of a volume's file.</summary>
/// <param name="file">The file; it is closed with the stream.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">How long it may be.</param>
/// <param name="closed">What happens after it is closed.</param>
internal sealed class VolumeStream(SafeFileHandle file, long offset, long length, Action closed) : Stream
{
    private long _done;
    private bool _isClosed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, length - _done)], offset + _done);
        _done += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await RandomAccess.ReadAsync(
            file, buffer[..(int)Math.Min(buffer.Length, length - _done)], offset + _done, cancellationToken);
        _done += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RequireRoom(buffer.Length);
        RandomAccess.Write(file, buffer, offset + _done);
        _done += buffer.Length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireRoom(buffer.Length);
        await RandomAccess.WriteAsync(file, buffer, offset + _done, cancellationToken);
        _done += buffer.Length;
    }

    public override void Flush()
    {
        // What is written is written at once.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            file.Dispose();
            closed();
        }

        base.Dispose(disposing);
    }

    private void RequireRoom(int count)
    {
        if (count > length - _done)
        {
            throw new IOException(Text.Of(Messages.Storage_PartFull));
        }
    }
}
