namespace NVirt.RelaxNg.Input;

/// <summary>A document as bytes whose attributes are counted while it is read, in any encoding of XML.</summary>
/// <param name="stream">The document; it stays open.</param>
internal sealed class CountedStream(Stream stream) : Stream
{
    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private readonly byte[] _start = new byte[4];
    private AttributeCounter _counter = new();
    private int _length;
    private int _width;
    private bool _isLittle;
    private int _character;
    private int _place;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = stream.Read(buffer);
        ReadOnlySpan<byte> text = buffer[..read];
        while (_length < _start.Length && !text.IsEmpty)
        {
            _start[_length++] = text[0];
            text = text[1..];
            if (_length == _start.Length)
            {
                (_width, _isLittle) = FormOf(_start);
                Add(_start);
            }
        }

        Add(text);
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Add(ReadOnlySpan<byte> text)
    {
        if (_width == 1)
        {
            _counter.Add(text.StartsWith(Mark) ? text[Mark.Length..] : text);
            return;
        }

        foreach (byte value in text)
        {
            _character = _isLittle ? _character | (value << (8 * _place)) : (_character << 8) | value;
            if (++_place == _width)
            {
                _counter.Add(_character);
                _place = 0;
                _character = 0;
            }
        }
    }

    // XML begins with a byte order mark or an ASCII character (appendix F of its specification); four bytes contain no attribute.
    private static (int Width, bool IsLittle) FormOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xff, 0xfe, 0, 0] or [not 0, 0, 0, 0] => (4, true),
        [0, 0, ..] => (4, false),
        [0xff, 0xfe, ..] or [not 0, 0, ..] => (2, true),
        [0xfe, 0xff, ..] or [0, not 0, ..] => (2, false),
        _ => (1, false),
    };
}
