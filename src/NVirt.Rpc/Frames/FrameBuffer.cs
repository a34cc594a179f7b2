using System.Buffers;
using System.Runtime.InteropServices;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Rpc.Frames;

/// <summary>
/// A frame in the making. One of them can be used again and again; it keeps at most 64 KiB meanwhile. Not safe for concurrent use.
/// </summary>
public sealed class FrameBuffer
{
    private const int Kept = 64 * 1024;

    private ArrayBufferWriter<byte> _bytes = new(512);

    /// <summary>Makes a frame with a value as its payload.</summary>
    /// <returns>The frame, until the next one is made.</returns>
    /// <exception cref="XdrException">It would be longer than a frame can be, or something in it is above its limit.</exception>
    public ReadOnlyMemory<byte> Frame(in FrameHeader header, IXdrWritable payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        Begin();
        XdrWriter writer = new(_bytes);
        payload.Write(ref writer);
        return End(header);
    }

    /// <summary>Makes a frame with bytes as its payload, as they are.</summary>
    /// <returns>The frame, until the next one is made.</returns>
    /// <exception cref="XdrException">It would be longer than a frame can be.</exception>
    public ReadOnlyMemory<byte> Frame(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Begin();
        _bytes.Write(payload);
        return End(header);
    }

    private void Begin()
    {
        if (_bytes.Capacity > Kept)
        {
            _bytes = new ArrayBufferWriter<byte>(512);
        }

        _bytes.ResetWrittenCount();
        _bytes.GetSpan(FrameHeader.Size);
        _bytes.Advance(FrameHeader.Size);
    }

    private ReadOnlyMemory<byte> End(in FrameHeader header)
    {
        if (_bytes.WrittenCount > XdrLimits.Frame)
        {
            throw new XdrException(Text.Of(Messages.Xdr_AtMost, _bytes.WrittenCount, XdrLimits.Frame));
        }

        header.Write(MemoryMarshal.AsMemory(_bytes.WrittenMemory).Span, _bytes.WrittenCount);
        return _bytes.WrittenMemory;
    }
}
