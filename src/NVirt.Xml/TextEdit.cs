using System.Text;

namespace NVirt.Xml;

/// <summary>Writes an element, with a margin before and an ending after every line.</summary>
public delegate string ElementWriter(string margin, string lineEnd);

/// <summary>Makes new versions of a document's text in which one thing is different and everything else is unchanged.</summary>
/// <param name="text">The document.</param>
/// <param name="source">Its positions.</param>
/// <param name="order">The names of elements in the order in which they are written; others stay where they are.</param>
/// <param name="make">Makes the exception for a value that is not valid in XML.</param>
/// <remarks>Immutable, and safe for concurrent use.</remarks>
public sealed class TextEdit(string text, SourceText source, IReadOnlyList<string> order, MistakeMaker make)
{
    private const string Step = "  ";

    private readonly string _lineEnd =
        text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and { } at ? (text.AsSpan(at).StartsWith("\r\n") ? "\r\n" : text[at..(at + 1)])
            : string.Empty;

    /// <summary>Replaces an element, or inserts it where it belongs.</summary>
    public string Put(Element parent, Element? old, string name, ElementWriter write) =>
        old is null ? Insert(parent, name, write) : Replace(source.Of(old), Write(write, MarginOf(old)).TrimStart(' ', '\t'));

    /// <summary>Removes all children of a name, together with their lines if nothing else is on them.</summary>
    public string Remove(Element parent, string name)
    {
        StringBuilder rest = new();
        int done = 0;
        foreach (Element element in parent.All(name))
        {
            (int start, int length) = source.Of(element).GetOffsetAndLength(text.Length);
            int end = start + length;
            if (MarginOf(element) is { } margin && text.AsSpan(end).StartsWith(_lineEnd))
            {
                start -= margin.Length;
                end += _lineEnd.Length;
            }

            rest.Append(text, done, start - done);
            done = end;
        }

        return rest.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Sets the text of a child.</summary>
    public string PutText(Element parent, string child, string value)
    {
        string escaped = IndentedXml.Escaped(value, isAttribute: false, make);
        return parent.First(child) switch
        {
            null => Insert(parent, child, (margin, lineEnd) => $"{margin}<{child}>{escaped}</{child}>{lineEnd}"),
            { } old when SourceText.HasEndTag(old) => Replace(source.Content(old), escaped),
            { } old => Fill(old, escaped),
        };
    }

    /// <summary>Sets the value of an attribute; <see langword="null"/> removes it.</summary>
    public string PutAttribute(Element element, string name, string? value)
    {
        if (element.Find(name) is not { } old)
        {
            int end = source.EndOfAttributes(element);
            return value is null ? text : Replace(end..end, $" {name}='{IndentedXml.Escaped(value, isAttribute: true, make)}'");
        }

        Range range = source.Value(old);
        if (value is not null)
        {
            return Replace(range, IndentedXml.Escaped(value, isAttribute: true, make));
        }

        return Replace(Whole(old), string.Empty);
    }

    /// <summary>Removes an attribute from the elements that have it; the elements must be in document order.</summary>
    public string RemoveAttribute(IEnumerable<Element> elements, string name)
    {
        StringBuilder rest = new();
        int done = 0;
        foreach (Element element in elements)
        {
            (int start, int length) = Whole(element.Find(name)!.Value).GetOffsetAndLength(text.Length);
            rest.Append(text, done, start - done);
            done = start + length;
        }

        return rest.Append(text, done, text.Length - done).ToString();
    }

    // With the blanks before it.
    private Range Whole(ElementAttribute attribute) =>
        text.AsSpan(0, source.OffsetOf(attribute.At)).TrimEnd(" \t\r\n").Length..(source.Value(attribute).End.Value + 1);

    private string Insert(Element parent, string name, ElementWriter write)
    {
        string? outer = MarginOf(parent);
        if (!SourceText.HasEndTag(parent))
        {
            return Fill(parent, outer is null ? Write(write, margin: null) : _lineEnd + Write(write, outer + Step) + _lineEnd + outer);
        }

        Element? before = LastBefore(parent, name);
        Element? neighbour = before ?? (parent.Children is [{ } first, ..] ? first : null);
        string? margin = neighbour is not null ? MarginOf(neighbour) : outer is null ? null : outer + Step;
        string line = (margin is null ? string.Empty : _lineEnd) + Write(write, margin);
        int at = before is null ? source.Content(parent).Start.Value : source.Of(before).End.Value;
        return Replace(at..at, line);
    }

    // Between the elements that come before and after it in the order; elements that are not in the order stay where they are.
    private Element? LastBefore(Element parent, string name)
    {
        int place = PlaceOf(name);
        return parent.Children.LastOrDefault(c => PlaceOf(c.Name) is >= 0 and { } other && other < place);
    }

    private int PlaceOf(string name)
    {
        int place = order.Count - 1;
        while (place >= 0 && order[place] != name)
        {
            place--;
        }

        return place;
    }

    // An empty-element tag gets content and an end tag.
    private string Fill(Element element, string content)
    {
        return Replace(source.EndOfAttributes(element)..source.Of(element).End, $">{content}</{element.Name}>");
    }

    private string Write(ElementWriter write, string? margin)
    {
        string lineEnd = margin is null ? string.Empty : _lineEnd;
        string written = write(margin ?? string.Empty, lineEnd);
        return written[..^lineEnd.Length];
    }

    // The blanks before an element at the start of a line; null if it is not at the start.
    private string? MarginOf(Element element)
    {
        int start = source.OffsetOf(element.At);
        int line = start - (element.At.Column - 1);
        string before = text[line..start];
        return _lineEnd.Length > 0 && before.AsSpan().Trim(" \t").IsEmpty ? before : null;
    }

    private string Replace(Range range, string by)
    {
        (int start, int length) = range.GetOffsetAndLength(text.Length);
        return string.Concat(text.AsSpan(0, start), by, text.AsSpan(start + length));
    }
}
