namespace NVirt.Xml;

/// <summary>Attributes as numbers and words.</summary>
public sealed partial class Element
{
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
