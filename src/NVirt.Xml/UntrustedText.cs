using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace NVirt.Xml;

/// <summary>Checks on a text before and while it is read as XML.</summary>
public static class UntrustedText
{
    /// <summary>The most characters of a text.</summary>
    public const int MaxCharacters = 64 * 1024 * 1024;

    /// <summary>
    /// The most characters from one angle bracket to the next: the reader's time grows with the square of the number of attributes.
    /// </summary>
    public const int MaxRun = 256 * 1024;

    /// <summary>The byte order mark of a file; concatenated files leave it between their documents.</summary>
    public const char ByteOrderMark = '\uFEFF';

    private const int Short = 1024;

    // It may name another encoding, which the reader would believe.
    private const string Declaration = "<?xml";

    /// <summary>The text of a file.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="errors">Makes the error for what is not UTF-8: with line and column, the byte and its offset.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, DocumentErrors errors) => Utf8Text.Decode(bytes, out Utf8Text.Mistake mistake)
        ?? throw errors.Malformed(
            new Position(mistake.Line, mistake.Column), Text.Of(Messages.Text_NotUtf8, Text.Of("{0:x2}", mistake.Byte), mistake.Offset));

    /// <summary>Refuses a text that is too long, or has too long a stretch without an angle bracket.</summary>
    public static void RefuseLong(string text, DocumentErrors errors)
    {
        if (text.Length > MaxCharacters)
        {
            throw errors.Malformed(default, Text.Of(Messages.Xml_TooLong, text.Length, MaxCharacters));
        }

        for (int start = 0, next; start < text.Length; start = next + 1)
        {
            int length = text.AsSpan(start).IndexOf('<');
            next = length < 0 ? text.Length : start + length;
            if (next - start > MaxRun)
            {
                throw errors.Malformed(PositionOf(text, start), Text.Of(Messages.Xml_RunTooLong, next - start, MaxRun));
            }
        }
    }

    /// <summary>Reads a text as XML, without a byte order mark at its start.</summary>
    /// <param name="text">The text.</param>
    /// <param name="settings">How it is read.</param>
    /// <returns>The reader; it counts positions without the mark.</returns>
    public static XmlReader Open(string text, XmlReaderSettings settings)
    {
        if (text.Length <= Short && text.StartsWith('<') && !text.StartsWith(Declaration, StringComparison.Ordinal))
        {
            // Of bytes it takes as many as there are, of a text 8 KiB for the shortest.
            byte[] bytes = MemoryMarshal.AsBytes(text.AsSpan()).ToArray();
            return XmlReader.Create(
                new MemoryStream(bytes), settings, new XmlParserContext(null, null, null, XmlSpace.None, Encoding.Unicode));
        }

        StringReader source = new(text);
        _ = source.Peek() == ByteOrderMark ? source.Read() : 0;
        return XmlReader.Create(source, settings);
    }

    /// <summary>Whether the reader stopped at a document type; it is then after the exclamation mark.</summary>
    public static bool IsDocumentType(string text, XmlException problem)
    {
        int found = OffsetOf(text, new Position(problem.LineNumber, problem.LinePosition));
        return found >= 2 && found <= text.Length && text.AsSpan(found - 2).StartsWith("<!DOCTYPE", StringComparison.Ordinal);
    }

    /// <summary>The offset of a position that the reader reports.</summary>
    public static int OffsetOf(string text, Position at) => StartOfLine(text, at.Line) + at.Column - 1;

    /// <summary>Refuses a character reference outside of the root element: the reader would accept one that means a blank.</summary>
    /// <param name="text">The text, well-formed up to the next tag of an element.</param>
    /// <param name="from">Where to begin, outside of any tag.</param>
    /// <param name="errors">Makes the error.</param>
    public static void RefuseReference(string text, int from, DocumentErrors errors)
    {
        for (int at; (at = text.AsSpan(from).IndexOfAny('<', '&')) >= 0;)
        {
            at += from;
            switch (text.AsSpan(at))
            {
                case ['&', ..]:
                    throw errors.Malformed(PositionOf(text, at), Messages.Xml_TextOutside);
                case ['<', '!', '-', '-', ..] or ['<', '?', ..]:
                    from = XmlMarkup.EndOf(text, at);
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>The position of an offset.</summary>
    public static Position PositionOf(string text, int offset)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, offset);
        return new Position(before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }

    // Counted as the reader does: a carriage return ends a line, with or without a line feed, and a byte order mark does not count.
    private static int StartOfLine(string text, int line)
    {
        int start = text.StartsWith(ByteOrderMark) ? 1 : 0;
        for (; line > 1; line--)
        {
            int length = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (length < 0)
            {
                return text.Length;
            }

            start += length + (text.AsSpan(start + length).StartsWith("\r\n") ? 2 : 1);
        }

        return start;
    }
}
