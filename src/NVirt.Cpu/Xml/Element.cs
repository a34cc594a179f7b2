namespace NVirt.Cpu.Xml;

/// <summary>An attribute and where it stands.</summary>
internal readonly record struct ElementAttribute(string Name, string Value, Position At);

/// <summary>One small element, kept until the type of its CPU is known; the typed values are in the other part.</summary>
internal sealed partial class Element
{
    private readonly DocumentErrors _errors;
    private readonly ElementAttribute[] _attributes;
    private List<Element>? _children;

    private Element(XmlScanner scanner, bool withAttributes = true)
    {
        scanner.Keep();
        _errors = scanner.Errors;
        Name = scanner.Name;
        At = scanner.Position;
        _attributes = withAttributes ? scanner.Attributes() : [];
    }

    public string Name { get; }

    /// <summary>Where it begins.</summary>
    public Position At { get; }

    /// <summary>Its text; empty unless read by <see cref="WithText"/>.</summary>
    public string Text { get; private init; } = string.Empty;

    /// <summary>Reads the attributes; the scanner stays on the element.</summary>
    public static Element Head(XmlScanner scanner) => new(scanner);

    /// <summary>The element as if it had no attributes; the scanner stays on it.</summary>
    public static Element BareHead(XmlScanner scanner) => new(scanner, withAttributes: false);

    /// <summary>Reads the attributes and the text, and goes to the end.</summary>
    public static Element WithText(XmlScanner scanner) => new(scanner) { Text = scanner.ReadText() };

    /// <summary>Reads the attributes and all elements inside, and goes to the end.</summary>
    public static Element Tree(XmlScanner scanner)
    {
        Element element = new(scanner);
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            (element._children ??= []).Add(Tree(scanner));
        }

        return element;
    }

    /// <summary>The first child of this name, or <see langword="null"/>.</summary>
    public Element? First(string name) => _children?.Find(e => e.Name == name);

    /// <summary>The children of these names, in document order.</summary>
    public IEnumerable<Element> All(params string[] names) => _children?.Where(e => names.Contains(e.Name)) ?? [];

    /// <summary>The attribute, or <see langword="null"/>.</summary>
    public ElementAttribute? Find(string attribute)
    {
        foreach (ElementAttribute candidate in _attributes)
        {
            if (candidate.Name == attribute)
            {
                return candidate;
            }
        }

        return null;
    }
}
