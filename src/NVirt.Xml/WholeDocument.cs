using System.Text;

namespace NVirt.Xml;

/// <summary>What the elements of one document share: their texts, one after the other, and a record of what was looked up.</summary>
/// <remarks>Not safe for concurrent use before <see cref="Close"/>; afterwards any number of threads may read.</remarks>
public sealed class WholeDocument
{
    private HashSet<Position>? _asked = [];
    private string? _texts;

    private string AllTexts => _texts ??= Texts.ToString();

    /// <summary>The texts, while the document is being read.</summary>
    public StringBuilder Texts { get; } = new();

    /// <summary>How many characters the texts have so far.</summary>
    public int TextLength => Texts.Length;

    /// <summary>How many elements and attributes were examined while looking one up: the cost of interpreting.</summary>
    public long Looked { get; private set; }

    /// <summary>Counts examined elements or attributes.</summary>
    public void Look(int count) => Looked += count;

    /// <summary>Counts the element or attribute that begins there as looked up.</summary>
    public void Ask(Position at) => _asked?.Add(at);

    /// <summary>Whether the element or attribute that begins there was looked up.</summary>
    public bool IsAsked(Position at) => _asked?.Contains(at) ?? false;

    /// <summary>Stops recording look-ups, so that several threads may read.</summary>
    public void Close() => _asked = null;

    /// <summary>The text of the element and everything inside it; counts as looked up.</summary>
    public string TextOf(Element element, Range range)
    {
        Ask(element.At);
        Ask(TextPlace(element));
        return AllTexts[range];
    }

    /// <summary>Whether a part of the texts is only blanks.</summary>
    public bool IsBlank(Range range) => AllTexts.AsSpan()[range].IsWhiteSpace();

    /// <summary>Whether the text of the element was looked up.</summary>
    public bool IsTextAsked(Element element) => IsAsked(TextPlace(element));

    // The start of the text is not kept; its end is just as unique.
    private static Position TextPlace(Element element) => element.End;
}
