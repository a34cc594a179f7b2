using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>What the interpreters of a domain ask of elements more than once.</summary>
internal static class ElementReading
{
    /// <summary>The text of the first child of this name; an empty one counts as absent.</summary>
    public static string? ChildText(this Element element, string name) => element.First(name) is { Text: { Length: > 0 } text } ? text : null;

    /// <summary>An attribute of the first child of this name; an empty one counts as absent.</summary>
    public static string? ChildAttribute(this Element element, string child, string attribute) => element.First(child)?.TextOf(attribute);

    /// <summary>Whether there is a child of this name.</summary>
    public static bool Has(this Element element, string child) => element.First(child) is not null;

    /// <summary>Whether an attribute says <c>on</c>; on if it is absent.</summary>
    public static bool OnOffOrOn(this Element element, string attribute) => element.OnOff(attribute) ?? true;

    /// <summary>An on/off attribute that has to be there.</summary>
    public static bool RequiredOnOff(this Element element, string attribute) => element.RequiredWord(attribute, XmlWords.OnOff) == 1;

    /// <summary>A yes/no attribute that has to be there.</summary>
    public static bool RequiredYesNo(this Element element, string attribute) => element.RequiredWord(attribute, XmlWords.YesNo) == 1;

    /// <summary>One of several words, or <see langword="null"/> without the attribute.</summary>
    public static string? OneOf(this Element element, string attribute, string[] words, CpuErrorKind kind = CpuErrorKind.Xml) =>
        element.Word(attribute, words, kind) is { } place ? words[place] : null;

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
            : throw element.Refuse("unit", Text.Of(Messages.Domain_MemorySize, element.Name, amount, DocumentErrors.Quote(unit)));
    }

    /// <summary>The text of the element as a number.</summary>
    public static uint TextNumber(this Element element, uint atLeast = 0)
    {
        NumberRange range = NumberRange.UInt(atLeast);
        return range.TryParse(element.Text, out ulong number) ? (uint)number : throw element.BadText(range.Describe());
    }

    /// <summary>A refusal of the element's text.</summary>
    public static CpuException BadText(this Element element, string expected, CpuErrorKind kind = CpuErrorKind.Xml) =>
        element.Malformed(Text.Of(Messages.Domain_BadText, element.Name, DocumentErrors.Quote(element.Text), expected), kind);

    public static DomainPlace Place(this Element element) => new(element.At.Line, element.At.Column);
}
