using System.Buffers;

namespace NVirt.Xml;

/// <summary>A well-formed document as characters: converts the reader's positions to offsets.</summary>
/// <remarks>Immutable, and safe for concurrent use.</remarks>
public sealed class SourceText
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" \t\r\n=/>");

    private readonly string _text;
    private readonly List<int> _lines;

    /// <summary>Finds the lines of a document.</summary>
    /// <param name="text">The document; it must be well-formed.</param>
    public SourceText(string text)
    {
        _text = text;
        _lines = [text.StartsWith(UntrustedText.ByteOrderMark) ? 1 : 0];
        for (int at = 0; NextLine(at) is { } next; at = next)
        {
            _lines.Add(next);
        }
    }

    /// <summary>The offset of a position.</summary>
    public int OffsetOf(Position at) => _lines[at.Line - 1] + at.Column - 1;

    /// <summary>The whole element, from its first angle bracket to its last.</summary>
    public Range Of(Element element) =>
        OffsetOf(element.At)..(HasEndTag(element) ? AfterTag(OffsetOf(element.End)) : AfterTag(OffsetOf(element.At)));

    /// <summary>What is between start tag and end tag.</summary>
    public Range Content(Element element) => AfterTag(OffsetOf(element.At))..OffsetOf(element.End);

    /// <summary>The offset after the last attribute, or after the name of an element without attributes.</summary>
    public int EndOfAttributes(Element element)
    {
        int end = AfterTag(OffsetOf(element.At)) - (HasEndTag(element) ? 1 : 2);
        return _text.AsSpan(0, end).TrimEnd(" \t\r\n").Length;
    }

    /// <summary>Whether the element has an end tag; if not, it is a single empty-element tag.</summary>
    public static bool HasEndTag(Element element) => element.End != element.At;

    /// <summary>The value of an attribute, without its quotes.</summary>
    public Range Value(ElementAttribute attribute)
    {
        int quote = OffsetOf(attribute.At) + _text.AsSpan(OffsetOf(attribute.At)).IndexOfAny('\'', '"');
        return (quote + 1).._text.IndexOf(_text[quote], quote + 1);
    }

    /// <summary>The name that begins there, with its prefix.</summary>
    public string NameAt(int offset)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(offset);
        int end = rest.IndexOfAny(EndOfName);
        return rest[..end].ToString();
    }

    private int AfterTag(int start) => XmlMarkup.EndOf(_text, start);

    // Counted as the reader does: a carriage return ends a line, with or without a line feed.
    private int? NextLine(int from)
    {
        int length = _text.AsSpan(from).IndexOfAny('\r', '\n');
        return length < 0 ? null : from + length + (_text.AsSpan(from + length).StartsWith("\r\n") ? 2 : 1);
    }
}
