namespace NVirt.Cpu.Xml;

/// <summary>Attributes as numbers and words.</summary>
internal sealed partial class Element
{
    /// <summary>The value as text; an empty one counts as absent.</summary>
    public string? TextOf(string attribute) => Find(attribute) is { Value.Length: > 0 } found ? found.Value : null;

    /// <summary>The place of the value among the words, or <see langword="null"/> without the attribute.</summary>
    public int? Word(string attribute, IReadOnlyList<string> words, CpuErrorKind kind = CpuErrorKind.Xml)
    {
        if (Find(attribute) is not { } found)
        {
            return null;
        }

        int place = IndexOf(words, found.Value);
        return place >= 0 ? place : throw Bad(attribute, DocumentErrors.OneOf(words), kind);
    }

    public int RequiredWord(string attribute, IReadOnlyList<string> words, CpuErrorKind kind = CpuErrorKind.Xml) =>
        Word(attribute, words, kind) ?? throw Missing(attribute, DocumentErrors.OneOf(words));

    public bool? OnOff(string attribute) => Either(attribute, XmlWords.OnOff);

    public bool? YesNo(string attribute) => Either(attribute, XmlWords.YesNo);

    /// <summary>Whether the value is the second of two words.</summary>
    public bool? Either(string attribute, IReadOnlyList<string> words) => Word(attribute, words) is { } place ? place == 1 : null;

    /// <summary>The number, or <see langword="null"/> without the attribute.</summary>
    public ulong? Number(string attribute, NumberRange range, CpuErrorKind kind = CpuErrorKind.Xml)
    {
        if (Find(attribute) is not { } found)
        {
            return null;
        }

        return range.TryParse(found.Value, out ulong number) ? number : throw Bad(attribute, range.Describe(), kind);
    }

    public ulong RequiredNumber(string attribute, NumberRange range) =>
        Number(attribute, range) ?? throw Missing(attribute, range.Describe());

    public uint? UInt(string attribute, uint atLeast = 0) => (uint?)Number(attribute, NumberRange.UInt(atLeast));

    public uint RequiredUInt(string attribute, uint atLeast = 0) => (uint)RequiredNumber(attribute, NumberRange.UInt(atLeast));

    /// <summary>A refusal of the element.</summary>
    public CpuException Malformed(string text, CpuErrorKind kind = CpuErrorKind.Xml) => _errors.Make(kind, At, text);

    /// <summary>A refusal of one of its attributes.</summary>
    public CpuException Refuse(string attribute, string text, CpuErrorKind kind = CpuErrorKind.Xml) =>
        _errors.Make(kind, Find(attribute)?.At ?? At, text);

    /// <summary>A refusal of an attribute's value.</summary>
    public CpuException Bad(string attribute, string expected, CpuErrorKind kind = CpuErrorKind.Xml) => Refuse(
        attribute,
        Cpu.Text.Of(Messages.Xml_BadValue, attribute, DocumentErrors.Quote(Find(attribute)?.Value ?? string.Empty), expected),
        kind);

    /// <summary>A refusal because an attribute is not there.</summary>
    public CpuException Missing(string attribute, string expected) =>
        Malformed(Cpu.Text.Of(Messages.Xml_AttributeMissing, Name, attribute, expected));

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
