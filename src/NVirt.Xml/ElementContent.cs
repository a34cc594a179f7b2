namespace NVirt.Xml;

/// <summary>The content of an element that was read with everything inside it.</summary>
internal sealed class ElementContent
{
    /// <summary>The document that was read as a whole, or <see langword="null"/>.</summary>
    public WholeDocument? Document { get; init; }

    /// <summary>Where the text is in <see cref="Document"/>.</summary>
    public Range TextRange { get; set; }

    /// <summary>Where the end tag begins; <see langword="null"/> if the element was not read as a part of a document.</summary>
    public Position? End { get; set; }

    /// <summary>The elements inside, or <see langword="null"/>.</summary>
    public List<Element>? Children { get; set; }
}
