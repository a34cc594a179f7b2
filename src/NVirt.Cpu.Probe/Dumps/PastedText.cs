using System.Text;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// Makes plain text of what people paste: UTF-16 becomes UTF-8, and quoting marks that mail puts before lines become blanks. Lines
/// and columns stay, so that messages give positions in the file.
/// </summary>
internal static class PastedText
{
    // Enough to detect the byte order of UTF-16.
    private const int Sample = 64;

    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private static ReadOnlySpan<byte> NoBreakSpace => "\u00A0"u8;

    /// <summary>The text as UTF-8 without a byte order mark and without quoting marks.</summary>
    public static ReadOnlyMemory<byte> Normalise(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> text = ToUtf8(bytes);
        text = text.Span.StartsWith(Mark) ? text[Mark.Length..] : text;

        // Nobody quotes with a character that begins XML or JSON: a bracket at the start of a line belongs to them.
        return text.Span.TrimStart(" \t\r\n"u8) is [(byte)'<' or (byte)'{' or (byte)'[', ..] ? text : BlankMarks(text);
    }

    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> bytes)
    {
        Encoding? encoding = bytes.Span switch
        {
            [0xff, 0xfe, ..] => Encoding.Unicode,
            [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
            _ when IsAscii(bytes.Span, text: 0, zero: 1) => Encoding.Unicode,
            _ when IsAscii(bytes.Span, text: 1, zero: 0) => Encoding.BigEndianUnicode,
            _ => null,
        };
        return encoding is null ? bytes : Encoding.Convert(encoding, Encoding.UTF8, bytes.ToArray());
    }

    // Pairs of a character and a zero.
    private static bool IsAscii(ReadOnlySpan<byte> bytes, int text, int zero)
    {
        int length = Math.Min(bytes.Length, Sample) & ~1;
        for (int i = 0; i < length; i += 2)
        {
            if (bytes[i + zero] != 0 || bytes[i + text] is not (>= (byte)' ' and <= (byte)'~' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return false;
            }
        }

        return length > 0;
    }

    private static ReadOnlyMemory<byte> BlankMarks(ReadOnlyMemory<byte> text)
    {
        byte[]? blanked = null;
        foreach (Range range in text.Span.Split((byte)'\n'))
        {
            (int start, int length) = range.GetOffsetAndLength(text.Length);
            if (LengthOfMarks(text.Span.Slice(start, length)) is > 0 and int marks)
            {
                blanked ??= text.ToArray();
                blanked.AsSpan(start, marks).Fill((byte)' ');
            }
        }

        // Non-breaking blanks, as in web pages.
        for (int at = 0, length; (length = text.Span[at..].IndexOf(NoBreakSpace)) >= 0; at += NoBreakSpace.Length)
        {
            at += length;
            blanked ??= text.ToArray();
            blanked.AsSpan(at, NoBreakSpace.Length).Fill((byte)' ');
        }

        return blanked ?? text;
    }

    // A line with nothing else may be the end of a tag.
    private static int LengthOfMarks(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line.TrimStart("> \t"u8);
        return rest.TrimEnd((byte)'\r').IsEmpty || !line[..^rest.Length].Contains((byte)'>') ? 0 : line.Length - rest.Length;
    }
}
