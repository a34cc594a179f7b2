using System.Collections.Immutable;
using System.Xml.Linq;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>The only fact about firmware that is interpreted: what kinds are possible.</summary>
internal static class LoaderCapabilities
{
    public const string Os = "os";
    private const string Loader = "loader";
    private const string Enum = "enum";
    private const string Value = "value";

    public static ImmutableArray<string> TypesOf(XElement? os) =>
    [
        .. os?.Elements(Loader).Elements(Enum).Where(e => e.Attribute("name")?.Value == "type").Elements(Value).Select(v => v.Value) ?? [],
    ];

    public static XElement OsWith(ImmutableArray<string> types) => new(
        Os,
        Supported(),
        new XElement(Loader, Supported(), new XElement(Enum, new XAttribute("name", "type"), types.Select(t => new XElement(Value, t)))));

    private static XAttribute Supported() => new("supported", "yes");
}
