using System.Buffers;
using System.IO.Pipelines;
using NVirt.Xml;

namespace NVirt.Qemu.Qmp;

/// <summary>Splits what QEMU sends into messages, one per line, in limited memory.</summary>
internal sealed class QmpMessageReader(Stream stream, int maxBytes)
{
    private const int BufferSize = 1 << 16;

    private readonly PipeReader _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));

    /// <summary>The next message.</summary>
    /// <exception cref="QmpException">The connection ends (closed), or the data is not QMP (malformed, too large).</exception>
    /// <exception cref="IOException">The connection breaks.</exception>
    public async ValueTask<QmpMessage> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            byte[] line = await ReadLineAsync(cancellation);
            if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                return QmpMessageParser.Parse(line);
            }
        }
    }

    private async ValueTask<byte[]> ReadLineAsync(CancellationToken cancellation)
    {
        long searched = 0;
        while (true)
        {
            ReadResult result = await _pipe.ReadAsync(cancellation);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition? end = buffer.Slice(searched).PositionOf((byte)'\n');
            searched = buffer.Slice(0, end ?? buffer.End).Length;
            if (searched > maxBytes)
            {
                throw QmpException.Of(QmpErrorKind.TooLarge, Text.Of(Messages.Qmp_TooLarge, maxBytes));
            }

            if (end is { } newLine)
            {
                byte[] line = buffer.Slice(0, newLine).ToArray();
                _pipe.AdvanceTo(buffer.GetPosition(1, newLine));
                return line;
            }

            if (result.IsCompleted)
            {
                throw buffer.IsEmpty ? QmpException.Closed() : QmpException.Of(QmpErrorKind.Closed, Messages.Qmp_ClosedInside);
            }

            _pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
