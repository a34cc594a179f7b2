using System.Text;
using NVirt.Xml;

namespace NVirt.RelaxNg.Input;

/// <summary>
/// Counts attributes before a reader collects them: equals signs followed by a quote, between one opening angle bracket and the next.
/// Text that looks like one counts as well.
/// </summary>
internal struct AttributeCounter
{
    private int _count;
    private bool _isBehindSign;
    private int _line = 1;
    private int _column = 1;
    private (int Line, int Column) _tag;

    public AttributeCounter()
    {
    }

    /// <summary>Counts further characters.</summary>
    /// <exception cref="LimitException">There are too many attributes.</exception>
    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int plain = _isBehindSign ? 0 : text.IndexOfAny('<', '=', '\n') is >= 0 and var next ? next : text.Length;
            _column += plain;
            text = text[plain..];
            if (!text.IsEmpty)
            {
                Add(text[0]);
                text = text[1..];
            }
        }
    }

    /// <summary>Counts further bytes of an encoding in which ASCII characters are one byte.</summary>
    /// <exception cref="LimitException">There are too many attributes.</exception>
    public void Add(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int plain = _isBehindSign ? 0 : text.IndexOfAny((byte)'<', (byte)'=', (byte)'\n') is >= 0 and var next ? next : text.Length;
            _column += Ascii.IsValid(text[..plain]) ? plain : Characters(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                Add(text[0]);
                text = text[1..];
            }
        }
    }

    /// <summary>Counts a further character.</summary>
    /// <exception cref="LimitException">There are too many attributes.</exception>
    public void Add(int character)
    {
        switch (character)
        {
            case '<':
                _tag = (_line, _column);
                _count = 0;
                _isBehindSign = false;
                break;
            case '=':
                _isBehindSign = true;
                break;
            case '"' or '\'' when _isBehindSign:
                _isBehindSign = false;
                _count = _count < Limits.Attributes ? _count + 1
                    : throw new LimitException(
                        Text.Of(Messages.Limit_Attributes, Limits.Attributes))
                    { Line = _tag.Line, Column = _tag.Column };
                break;
            case ' ' or '\t' or '\r' or '\n':
                break;
            default:
                _isBehindSign = false;
                break;
        }

        (_line, _column) = character == '\n' ? (_line + 1, 1) : (_line, _column + 1);
    }

    // In UTF-8, all bytes of a character except the first begin with 10.
    private static int Characters(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte value in text)
        {
            count += (value & 0xc0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
