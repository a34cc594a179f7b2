using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Conformance;

/// <summary>Compares CPU documents as XML: same elements, attributes and values; the order of features does not count.</summary>
internal static class DocumentComparison
{
    /// <summary>The difference, or <see langword="null"/>.</summary>
    public static string? Difference(string expectedXml, CpuDefinition actual)
    {
        string actualXml = CpuXml.Format(actual);
        return Difference(XElement.Parse(expectedXml), actualXml.Length == 0 ? new XElement("cpu") : XElement.Parse(actualXml));
    }

    /// <summary>The difference between any two, or <see langword="null"/>.</summary>
    public static string? Difference(XElement expectedXml, XElement actual)
    {
        string[] expected = Lines(expectedXml);
        string[] got = Lines(actual);
        string[] missing = [.. expected.Except(got, StringComparer.Ordinal)];
        string[] extra = [.. got.Except(expected, StringComparer.Ordinal)];
        return missing.Length == 0 && extra.Length == 0 && expected.Length == got.Length
            ? null
            : $"expected {string.Join(' ', missing)}; got {string.Join(' ', extra)}";
    }

    // One line per element, with its path, attributes in order of name, and text; sorted.
    private static string[] Lines(XElement root)
    {
        IEnumerable<string> lines = root.DescendantsAndSelf().Select(element =>
        {
            string path = string.Join('/', element.AncestorsAndSelf().Reverse().Select(a => a.Name.LocalName));
            IEnumerable<string> attributes = element.Attributes().OrderBy(a => a.Name.LocalName, StringComparer.Ordinal)
                .Select(a => $" {a.Name}='{a.Value}'");
            string text = element.HasElements ? string.Empty : element.Value.Trim();
            return $"<{path}{string.Concat(attributes)}>{text}";
        });
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
