using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// The content of a file that may be a dump: its bytes, and the text that was pasted into it. UTF-16 becomes UTF-8, and quoting marks that
/// mail puts before lines become blanks. Lines and columns stay, so that messages give positions in the file.
/// </summary>
/// <param name="bytes">Its unchanged bytes.</param>
/// <param name="file">Its name for messages.</param>
/// <remarks>Not safe for use by several threads: what was once computed is kept.</remarks>
public sealed class DumpText(ReadOnlyMemory<byte> bytes, string file)
{
    // Enough to detect the byte order of UTF-16.
    private const int Sample = 64;

    private ReadOnlyMemory<byte>? _plain;
    private IReadOnlyCollection<string>? _keys;

    /// <summary>Its unchanged bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Its name for messages.</summary>
    public string File => file;

    /// <summary>
    /// The text as UTF-8 without a byte order mark; quoting marks that mail puts before lines are blank. Lines and columns are the file's.
    /// </summary>
    public ReadOnlySpan<byte> Plain => (_plain ??= Normalise(bytes)).Span;

    /// <summary>The same as a string.</summary>
    public string PlainString => Encoding.UTF8.GetString(Plain);

    /// <summary>The same, but it must be valid text throughout.</summary>
    /// <exception cref="CpuException">It is not in UTF-8 (xml).</exception>
    public string StrictString => UntrustedText.Decode(Plain, new DocumentErrors(file, CpuException.Of));

    /// <summary>Whether it begins like XML.</summary>
    public bool IsXml => FirstByte == '<';

    /// <summary>Whether it begins like JSON.</summary>
    public bool IsJson => FirstByte is (byte)'{' or (byte)'[';

    /// <summary>The member names of the first object, if it is JSON: as many as could be read, up to a limit.</summary>
    public IReadOnlyCollection<string> JsonKeys => _keys ??= IsJson ? TopLevelKeys.Of(Plain) : [];

    private byte FirstByte => Plain.TrimStart(" \t\r\n"u8) is [var first, ..] ? first : (byte)0;

    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private static ReadOnlySpan<byte> NoBreakSpace => "\u00A0"u8;

    private static ReadOnlyMemory<byte> Normalise(ReadOnlyMemory<byte> bytes)
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
