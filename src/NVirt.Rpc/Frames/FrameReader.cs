using System.Buffers;
using System.Buffers.Binary;
using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Frames;

/// <summary>
/// Reads frames from a stream of bytes. Memory grows with what has come, not with what a length announces. Not safe for concurrent use.
/// </summary>
/// <param name="stream">Where from; it stays open.</param>
/// <param name="budget">What large frames may take; <see langword="null"/> for whatever the protocol allows.</param>
public sealed class FrameReader(Stream stream, FrameBudget? budget = null) : IDisposable
{
    private const int Usual = 4096;
    private const int Large = 16 * Usual;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Usual);
    private int _start;
    private int _end;
    private int _taken;
    private CancellationTokenSource? _deadline;

    /// <summary>The header of the frame that was read last.</summary>
    public FrameHeader Header { get; private set; }

    /// <summary>The payload of that frame, until the next one is read.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Whether bytes that follow that frame have been read already.</summary>
    public bool HasMore => _end > _start;

    /// <summary>Waits for a frame.</summary>
    /// <returns>Whether there is one; no at the end of the stream, in a frame as well.</returns>
    /// <exception cref="XdrException">What came is no frame, so nothing after it can be understood.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation = default)
    {
        if (!await FillAsync(sizeof(int), cancellation).ConfigureAwait(false))
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
        if (length is < sizeof(int) or > XdrLimits.Frame)
        {
            throw new XdrException(NVirt.Xml.Text.Of(Messages.Frame_Length, length, FrameHeader.Size, XdrLimits.Frame));
        }

        // A frame that is too short for a header is read to its end before it is refused, as libvirt's daemon does.
        if (!await FillAsync((int)length, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        if (length < FrameHeader.Size)
        {
            throw new XdrException(NVirt.Xml.Text.Of(Messages.Frame_Length, length, FrameHeader.Size, XdrLimits.Frame));
        }

        Header = FrameHeader.Read(_buffer.AsSpan(_start + sizeof(int)));
        Payload = _buffer.AsMemory(_start + FrameHeader.Size, (int)length - FrameHeader.Size);
        _start += (int)length;
        return true;
    }

    /// <summary>Waits for bytes that follow a frame.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Whether they have come, and are passed over.</returns>
    public async ValueTask<bool> SkipAsync(int count, CancellationToken cancellation = default)
    {
        bool isThere = await FillAsync(count, cancellation).ConfigureAwait(false);
        _start += isThere ? count : 0;
        return isThere;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        Take(0);
        _buffer = [];
        Payload = default;
    }

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellation)
    {
        while (_end - _start < count)
        {
            MakeRoom(cancellation);
            CancellationToken patience = _deadline?.Token ?? cancellation;
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), patience).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    // What was read is moved to the front; a full buffer doubles. A large one is given back once it is empty.
    private void MakeRoom(CancellationToken cancellation)
    {
        int held = _end - _start;
        bool isFull = held == _buffer.Length;
        bool isLarge = held == 0 && _buffer.Length > Large;
        if (isFull || isLarge)
        {
            int size = isFull ? 2 * _buffer.Length : Usual;
            Take(size > Large ? size : 0);
            byte[] other = ArrayPool<byte>.Shared.Rent(size);
            _buffer.AsSpan(_start, held).CopyTo(other);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = other;
            if (_taken > 0 && _deadline is null)
            {
                _deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                _deadline.CancelAfter(budget!.Patience);
            }
        }
        else if (_end < _buffer.Length)
        {
            return;
        }
        else
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        }

        _start = 0;
        _end = held;
    }

    // What is taken of the budget from now on. With nothing of it, a frame may take as long as it likes.
    private void Take(int bytes)
    {
        if (budget is null)
        {
            return;
        }

        if (bytes > _taken && !budget.TryTake(bytes - _taken))
        {
            throw new XdrException(Messages.Frame_Budget);
        }

        if (bytes < _taken)
        {
            budget.Return(_taken - bytes);
        }

        _taken = bytes;
        if (bytes == 0)
        {
            _deadline?.Dispose();
            _deadline = null;
        }
    }
}
