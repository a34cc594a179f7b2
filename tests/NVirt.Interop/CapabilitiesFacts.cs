using System.Xml.Linq;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>
/// One fact of a capabilities document: its place (<c>host/topology/cells/cell[0]/@id</c>) and value. Repeated elements have what
/// distinguishes them in brackets.
/// </summary>
internal sealed record CapabilitiesFact(string Place, string Value)
{
    private static readonly string[] Keys = ["id", "size", "name", "type"];

    /// <summary>The fact for an element without text and elements.</summary>
    private const string Empty = "there";

    /// <summary>All facts of a document, in order.</summary>
    public static IReadOnlyList<CapabilitiesFact> Of(string document)
    {
        CapabilitiesFact[] facts = [.. XDocument.Parse(document).Root!.Elements().SelectMany(e => Of(e, e.Name.LocalName + Key(e)))];
        Assert.Equal(facts.Length, facts.Select(f => f.Place).Distinct().Count());
        return facts;
    }

    private static IEnumerable<CapabilitiesFact> Of(XElement element, string place)
    {
        foreach (XAttribute attribute in element.Attributes())
        {
            yield return new($"{place}/@{attribute.Name.LocalName}", attribute.Value);
        }

        if (!element.HasElements)
        {
            yield return new(place, element.Value.Trim() is { Length: > 0 } text ? text : Empty);
        }

        foreach (CapabilitiesFact fact in element.Elements().SelectMany(e => Of(e, $"{place}/{e.Name.LocalName}{Key(e)}")))
        {
            yield return fact;
        }
    }

    private static string Key(XElement element) => element.Name.LocalName switch
    {
        "machine" or "uri_transport" => $"[{element.Value}]",
        "secmodel" => $"[{element.Element("model")?.Value}]",
        "guest" => $"[{element.Element("arch")?.Attribute("name")?.Value}]",
        "bank" => $"[{string.Join('.', element.Attributes().Select(a => a.Value))}]",
        _ => Array.Find(Keys, k => element.Attribute(k) is not null) is { } key ? $"[{element.Attribute(key)!.Value}]" : string.Empty,
    };
}
