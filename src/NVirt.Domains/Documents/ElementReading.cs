using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>Shared ways in which the interpreters of a domain read elements.</summary>
internal static class ElementReading
{
    /// <summary>The text of the first child of this name; an empty one counts as absent.</summary>
    public static string? ChildText(this Element element, string name) => element.First(name) is { Text: { Length: > 0 } text } ? text
        : null;

    /// <summary>An attribute of the first child of this name; an empty one counts as absent.</summary>
    public static string? ChildAttribute(this Element element, string child, string attribute) => element.First(child)?.TextOf(attribute);

    /// <summary>Whether there is a child of this name.</summary>
    public static bool Has(this Element element, string child) => element.First(child) is not null;

    /// <summary>Whether an attribute says <c>on</c>; on if it is absent.</summary>
    public static bool OnOffOrOn(this Element element, string attribute) => element.OnOff(attribute) ?? true;

    /// <summary>An on/off attribute that has to be there.</summary>
    public static bool RequiredOnOff(this Element element, string attribute) => element.RequiredWord(attribute, XmlWords.OnOff) == 0;

    /// <summary>A yes/no attribute that has to be there.</summary>
    public static bool RequiredYesNo(this Element element, string attribute) => element.RequiredWord(attribute, XmlWords.YesNo) == 0;

    /// <summary>One of several words, or <see langword="null"/> without the attribute.</summary>
    public static string? OneOf(this Element element, string attribute, string[] words, MistakeKind kind = MistakeKind.Malformed) =>
        element.Word(attribute, words, kind) is { } place ? words[place] : null;

    /// <summary>An amount of memory in KiB from the first child of this name; an empty one counts as absent.</summary>
    public static ulong? ChildKiB(this Element element, string name, string defaultUnit = "KiB") =>
        element.First(name) is { Text.Length: > 0 } child ? child.KiB(defaultUnit) : null;

    /// <summary>An amount of memory in KiB: the text of the element, with its <c>unit</c>.</summary>
    public static ulong KiB(this Element element, string defaultUnit = "KiB")
    {
        if (!NumberRange.ULong.TryParse(element.Text, out ulong amount))
        {
            throw element.BadText(NumberRange.ULong.Describe());
        }

        return element.ToKiB(amount, defaultUnit);
    }

    /// <summary>A number of the element in KiB, by its <c>unit</c>.</summary>
    public static ulong ToKiB(this Element element, ulong amount, string defaultUnit = "KiB")
    {
        string unit = element.TextOf("unit") ?? defaultUnit;
        return MemorySize.TryToKiB(amount, unit, out ulong kib)
            ? kib
            : !MemorySize.IsUnit(unit) ? throw element.Bad("unit", MemorySize.AUnit)
            : throw element.Refuse("unit", Text.Of(Messages.Domain_MemorySize, element.Name, amount, DocumentErrors.Quote(unit)));
    }

    /// <summary>The text of the element as a number.</summary>
    public static uint TextNumber(this Element element, uint atLeast = 0)
    {
        NumberRange range = NumberRange.UInt(atLeast);
        return range.TryParse(element.Text, out ulong number) ? (uint)number : throw element.BadText(range.Describe());
    }

    public static DomainPlace Place(this Element element) => new(element.At.Line, element.At.Column);
}
