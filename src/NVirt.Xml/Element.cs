namespace NVirt.Xml;

/// <summary>An attribute and its position.</summary>
/// <remarks>The default has no name and no value; no document has it.</remarks>
public readonly record struct ElementAttribute(string Name, string Value, Position At);

/// <summary>
/// One small element, kept until the type of its CPU is known: its attributes as text, words and numbers, and the errors about them.
/// </summary>
/// <remarks>
/// Any number of threads may read an element, except one of a <see cref="WholeDocument"/> that still records look-ups. Two are equal only
/// if they are the same.
/// </remarks>
public sealed class Element
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

    /// <summary>The value as text; an empty one counts as absent.</summary>
    public string? TextOf(string attribute) => Find(attribute) is { Value.Length: > 0 } found ? found.Value : null;

    /// <summary>The index of the value among the words, or <see langword="null"/> without the attribute.</summary>
    public int? Word(string attribute, IReadOnlyList<string> words, MistakeKind kind = MistakeKind.Malformed)
    {
        if (Find(attribute) is not { } found)
        {
            return null;
        }

        int place = IndexOf(words, found.Value);
        return place >= 0 ? place : throw Bad(attribute, words, kind);
    }

    /// <summary>The same for a required attribute.</summary>
    public int RequiredWord(string attribute, IReadOnlyList<string> words, MistakeKind kind = MistakeKind.Malformed) =>
        Word(attribute, words, kind) ?? throw Missing(attribute, words);

    /// <summary>Whether the value is <c>on</c> rather than <c>off</c>, or <see langword="null"/> without the attribute.</summary>
    public bool? OnOff(string attribute) => Either(attribute, XmlWords.OnOff);

    /// <summary>Whether the value is <c>yes</c> rather than <c>no</c>, or <see langword="null"/> without the attribute.</summary>
    public bool? YesNo(string attribute) => Either(attribute, XmlWords.YesNo);

    /// <summary>Whether the value is the first of two words.</summary>
    public bool? Either(string attribute, IReadOnlyList<string> words) => Word(attribute, words) is { } place ? place == 0 : null;

    /// <summary>The number, or <see langword="null"/> without the attribute.</summary>
    public ulong? Number(string attribute, NumberRange range, MistakeKind kind = MistakeKind.Malformed)
    {
        if (Find(attribute) is not { } found)
        {
            return null;
        }

        return range.TryParse(found.Value, out ulong number) ? number : throw Bad(attribute, range.Describe(), kind);
    }

    /// <summary>The number in a required attribute.</summary>
    public ulong RequiredNumber(string attribute, NumberRange range) =>
        Number(attribute, range) ?? throw Missing(attribute, range.Describe());

    /// <summary>A 32-bit number, or <see langword="null"/> without the attribute.</summary>
    public uint? UInt(string attribute, uint atLeast = 0) => (uint?)Number(attribute, NumberRange.UInt(atLeast));

    /// <summary>A 32-bit number in a required attribute.</summary>
    public uint RequiredUInt(string attribute, uint atLeast = 0) => (uint)RequiredNumber(attribute, NumberRange.UInt(atLeast));

    /// <summary>An error about the element.</summary>
    public Exception Malformed(string text, MistakeKind kind = MistakeKind.Malformed) => _errors.Make(kind, At, text);

    /// <summary>An error about one of its attributes.</summary>
    public Exception Refuse(string attribute, string text, MistakeKind kind = MistakeKind.Malformed) =>
        _errors.Make(kind, Find(attribute)?.At ?? At, text);

    /// <summary>An error about an attribute's value.</summary>
    public Exception Bad(string attribute, string expected, MistakeKind kind = MistakeKind.Malformed) =>
        Bad(attribute, [expected], meant: null, kind);

    /// <summary>An error about an attribute's value that is none of the words.</summary>
    public Exception Bad(string attribute, IReadOnlyList<string> words, MistakeKind kind = MistakeKind.Malformed) =>
        Bad(attribute, words, Spelling.Closest(ValueOf(attribute), words), kind);

    /// <summary>An error about an attribute that is missing or empty.</summary>
    public Exception Missing(string attribute, string expected) => Missing(attribute, [expected]);

    /// <summary>An error about an attribute that is missing or empty.</summary>
    public Exception Missing(string attribute, IReadOnlyList<string> expected) => Find(attribute) is null
        ? Malformed(MistakeText.AttributeMissing(Name, [attribute]) + MistakeText.Expected(expected))
        : Bad(attribute, expected, meant: null, MistakeKind.Malformed);

    /// <summary>An error about the element's text.</summary>
    public Exception BadText(string expected, MistakeKind kind = MistakeKind.Malformed) =>
        Malformed(MistakeText.TextValue(Name, Text) + MistakeText.Expected([expected]), kind);

    /// <summary>An error about the element's text if it is none of the words.</summary>
    public Exception BadText(IReadOnlyList<string> words, MistakeKind kind = MistakeKind.Malformed) =>
        Malformed(MistakeText.TextValue(Name, Text) + MistakeText.Expected(words, Spelling.Closest(Text.Trim(), words)), kind);

    /// <summary>An error about a missing child.</summary>
    public Exception Lacks(string child) => Malformed(MistakeText.ElementMissing(Name, [$"<{child}>"]));

    /// <summary>An error about a name that its parent cannot contain.</summary>
    public Exception Unknown(string parent, IReadOnlyList<string> names)
    {
        string? meant = Spelling.Closest(Name, names);
        string expected = MistakeText.Expected([.. names.Select(n => $"<{n}>")], meant is null ? null : $"<{meant}>");
        return Malformed(MistakeText.ElementUnknown(Name, parent) + expected, MistakeKind.Unsupported);
    }

    private List<Element>? Searched()
    {
        Asked();
        Document?.Look(Children.Count);
        return _content?.Children;
    }

    private Exception Bad(string attribute, IReadOnlyList<string> expected, string? meant, MistakeKind kind) =>
        Refuse(attribute, MistakeText.AttributeValue(attribute, Name, ValueOf(attribute)) + MistakeText.Expected(expected, meant), kind);

    private string ValueOf(string attribute) => Find(attribute)?.Value ?? string.Empty;

    private static int IndexOf(IReadOnlyList<string> words, string word)
    {
        int place = words.Count - 1;
        while (place >= 0 && words[place] != word)
        {
            place--;
        }

        return place;
    }
}
