using System.Collections.Immutable;
using System.Xml.Linq;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>A kind of device, and what it may be. Two are equal only if they share their lists.</summary>
/// <param name="Kind">The element, for example <c>graphics</c>.</param>
/// <param name="Choices">What may be chosen, by libvirt's names, for example <c>type</c>; empty if there are none of this kind.</param>
public sealed record DeviceSupport(string Kind, ImmutableArray<DeviceChoice> Choices)
{
    internal const string Element = "devices";

    /// <summary>Whether domains may have some.</summary>
    public bool IsSupported => !Choices.IsEmpty;

    internal static ImmutableArray<DeviceSupport> AllOf(XElement? devices) =>
    [
        .. devices?.Elements().Select(e => new DeviceSupport(
            e.Name.LocalName,
            [.. e.Elements("enum").Select(c => new DeviceChoice(
                c.Attribute("name")?.Value ?? string.Empty, [.. c.Elements("value").Select(v => v.Value)]))])) ?? [],
    ];

    internal static XElement Format(ImmutableArray<DeviceSupport> devices) => new(Element, devices.Select(d => new XElement(
        d.Kind,
        new XAttribute("supported", d.IsSupported ? "yes" : "no"),
        d.Choices.Select(c => new XElement("enum", new XAttribute("name", c.Name), c.Values.Select(v => new XElement("value", v)))))));
}
