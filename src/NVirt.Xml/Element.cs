namespace NVirt.Xml;

/// <summary>An attribute and its position.</summary>
/// <remarks>The default has no name and no value; no document has it.</remarks>
public readonly record struct ElementAttribute(string Name, string Value, Position At);

/// <summary>One small element, kept until the type of its CPU is known; the other part has the typed values.</summary>
/// <remarks>
/// Any number of threads may read an element, except one of a <see cref="WholeDocument"/> that still records look-ups. Two are equal only
/// if they are the same.
/// </remarks>
public sealed partial class Element
{
    private readonly DocumentErrors _errors;
    private readonly ElementAttribute[] _attributes;

    // What is inside; null if only attributes or text were read, which is true for nearly all elements of a CPU.
    private ElementContent? _content;
    private string _text = string.Empty;

    private Element(XmlScanner scanner, bool withAttributes = true, WholeDocument? document = null)
    {
        scanner.Keep();
        _errors = scanner.Errors;
        _content = document is null ? null : new ElementContent { Document = document };
        Name = scanner.Name;
        At = scanner.Position;
        _attributes = withAttributes ? scanner.Attributes(withNamespaces: document is not null) : [];
    }

    /// <summary>Its name; empty if it is in a namespace.</summary>
    public string Name { get; }

    /// <summary>Where it begins.</summary>
    public Position At { get; }

    /// <summary>Its text; empty unless read by <see cref="WithText"/> or <see cref="Whole"/>.</summary>
    public string Text => Document?.TextOf(this, _content!.TextRange) ?? _text;

    /// <summary>Where its end tag begins, if read by <see cref="Whole"/>; <see cref="At"/> if it has none.</summary>
    public Position End => _content?.End ?? At;

    private WholeDocument? Document => _content?.Document;

    /// <summary>Reads the attributes; the scanner stays on the element.</summary>
    public static Element Head(XmlScanner scanner) => new(scanner);

    /// <summary>The element as if it had no attributes; the scanner stays on it.</summary>
    public static Element BareHead(XmlScanner scanner) => new(scanner, withAttributes: false);

    /// <summary>Reads the attributes and the text, and moves to the end.</summary>
    public static Element WithText(XmlScanner scanner) => new(scanner) { _text = scanner.ReadText() };

    /// <summary>Reads the attributes and all elements inside, and moves to the end.</summary>
    public static Element Tree(XmlScanner scanner)
    {
        Element element = new(scanner);
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            ((element._content ??= new ElementContent()).Children ??= []).Add(Tree(scanner));
        }

        return element;
    }

    /// <summary>The same with all texts; also records which parts are looked up.</summary>
    public static Element Whole(XmlScanner scanner, WholeDocument document)
    {
        Element element = new(scanner, document: document);
        ElementContent content = element._content!;
        int start = document.TextLength;
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth, document.Texts))
        {
            (content.Children ??= []).Add(Whole(scanner, document));
        }

        content.End = scanner.Position;
        content.TextRange = start..document.TextLength;
        return element;
    }

    /// <summary>Whether there is text other than blanks directly inside, if read by <see cref="Whole"/>.</summary>
    public bool HasOwnText
    {
        get
        {
            ElementContent own = _content!;
            Index start = own.TextRange.Start;
            foreach (Element child in Children)
            {
                if (!own.Document!.IsBlank(start..child._content!.TextRange.Start))
                {
                    return true;
                }

                start = child._content.TextRange.End;
            }

            return !own.Document!.IsBlank(start..own.TextRange.End);
        }
    }

    /// <summary>All children, in document order; this does not count as looking them up.</summary>
    public IReadOnlyList<Element> Children => _content?.Children ?? [];

    /// <summary>All attributes, in document order; this does not count as looking them up.</summary>
    public IReadOnlyList<ElementAttribute> Attributes => _attributes;

    /// <summary>The first child of this name, or <see langword="null"/>.</summary>
    public Element? First(string name) => Searched()?.Find(e => e.Name == name)?.Asked();

    /// <summary>The children of these names, in document order.</summary>
    public IEnumerable<Element> All(params string[] names) => Searched()?.Where(e => names.Contains(e.Name)).Select(e => e.Asked()) ?? [];

    /// <summary>The attribute, or <see langword="null"/>.</summary>
    public ElementAttribute? Find(string attribute)
    {
        Asked();
        Document?.Look(_attributes.Length);
        foreach (ElementAttribute candidate in _attributes)
        {
            if (candidate.Name == attribute)
            {
                Document?.Ask(candidate.At);
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Counts the element as looked up: its mere presence means something.</summary>
    public Element Asked()
    {
        Document?.Ask(At);
        return this;
    }

    private List<Element>? Searched()
    {
        Asked();
        Document?.Look(Children.Count);
        return _content?.Children;
    }
}
