using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using NVirt.Cpu.MapTables;
using NVirt.Xml;

namespace NVirt.Cpu.Map.Libvirt;

/// <summary>Attributes of a map in libvirt's format, and errors with their position.</summary>
internal static class LibvirtXml
{
    public static string Required(string file, XElement element, string attribute) =>
        (string?)element.Attribute(attribute) is { Length: > 0 } value
        ? value
        : throw Broken(Place(file, element), Text.Of(Messages.Map_NoAttribute, element.Name.LocalName, attribute));

    /// <summary>A name that an element refers to, or <see langword="null"/> if there is no such element.</summary>
    public static NameSource? Name(string file, XElement? reference) =>
        reference is null ? null : new NameSource(Required(file, reference, "name"), Place(file, reference));

    /// <summary>A number, decimal or with 0x; 0 if the attribute is optional and missing.</summary>
    public static uint Number(string file, XElement element, string attribute, bool required = false)
    {
        string? text = required ? Required(file, element, attribute) : (string?)element.Attribute(attribute);
        return text is null ? 0 : Parse(file, element, attribute, text, isHex: HasPrefix(text));
    }

    /// <summary>A number that is hexadecimal with or without 0x.</summary>
    public static uint HexNumber(string file, XElement element, string attribute) =>
        Parse(file, element, attribute, Required(file, element, attribute), isHex: true);

    public static MapPlace Place(string file, XElement element)
    {
        IXmlLineInfo info = element;
        return new MapPlace(file, info.LineNumber, info.LinePosition);
    }

    public static CpuException Broken(MapPlace place, string problem)
    {
        string where = place.Line == 0 ? place.File : $"{place.File}:{place.Line}:{place.Column}";
        return new CpuException(CpuErrorKind.Internal, CpuRule.BrokenMap, $"{where}: {problem}");
    }

    /// <summary>Refuses a map with a mistake.</summary>
    public static void ThrowIfAny(List<MapProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw Broken(problems[0].Place, problems[0].Message);
        }
    }

    private static uint Parse(string file, XElement element, string attribute, string text, bool isHex)
    {
        ReadOnlySpan<char> digits = HasPrefix(text) ? text.AsSpan(2) : text;
        bool isNumber = isHex ? Digits.TryParseHex(digits, out uint value) : Digits.TryParse(digits, out value);
        return isNumber
            ? value
            : throw Broken(Place(file, element), Text.Of(Messages.Map_BadNumber, attribute, text));
    }

    private static bool HasPrefix(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
}
