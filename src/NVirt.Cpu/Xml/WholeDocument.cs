using System.Text;

namespace NVirt.Cpu.Xml;

/// <summary>What the elements of one document share: their texts, one behind the other, and what was asked for.</summary>
internal sealed class WholeDocument
{
    private HashSet<Position>? _asked = [];
    private string? _texts;

    private string AllTexts => _texts ??= Texts.ToString();

    /// <summary>The texts, while the document is read.</summary>
    public StringBuilder Texts { get; } = new();

    public int TextLength => Texts.Length;

    /// <summary>How many elements and attributes were looked at in search of one: what interpreting costs.</summary>
    public long Looked { get; private set; }

    /// <summary>Counts elements or attributes that are looked at.</summary>
    public void Look(int count) => Looked += count;

    /// <summary>Counts the element or attribute that begins there as asked for.</summary>
    public void Ask(Position at) => _asked?.Add(at);

    /// <summary>Whether the element or attribute that begins there was asked for.</summary>
    public bool IsAsked(Position at) => _asked?.Contains(at) ?? false;

    /// <summary>From now on nothing is remembered, so that several threads may ask.</summary>
    public void Close() => _asked = null;

    /// <summary>The text of the element and everything inside it; counts as asked for.</summary>
    public string TextOf(Element element, Range range)
    {
        Ask(element.At);
        Ask(TextPlace(element));
        return AllTexts[range];
    }

    /// <summary>Whether a part of the texts is nothing but blanks.</summary>
    public bool IsBlank(Range range) => AllTexts.AsSpan()[range].IsWhiteSpace();

    /// <summary>Whether the text of the element was asked for.</summary>
    public bool IsTextAsked(Element element) => IsAsked(TextPlace(element));

    // Where the text begins is not kept; where it ends is a place of its own too.
    private static Position TextPlace(Element element) => element.End;
}
