using System.Globalization;
using System.Xml.Linq;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.Map;

/// <summary>
/// The reference map, read independently of the product: plain elements, resolved step by step as in cpu-rules.md 3.2.
/// </summary>
internal sealed class ReferenceMap
{
    public List<XElement> Vendors { get; } = [];

    public List<XElement> Features { get; } = [];

    public List<XElement> Models { get; } = [];

    public static ReferenceMap Read(string architecture = "x86")
    {
        string folder = Places.Shared("reference", "cpu-map");
        ReferenceMap map = new();
        XElement index = XDocument.Load(Path.Combine(folder, "index.xml")).Root!.Elements("arch")
            .Single(a => a.Attribute("name")!.Value == architecture);
        foreach (XElement include in index.Descendants("include"))
        {
            XElement file = XDocument.Load(Path.Combine(folder, include.Attribute("filename")!.Value)).Root!;
            map.Vendors.AddRange(file.Elements("vendor"));
            map.Features.AddRange(file.Elements("feature"));
            map.Models.AddRange(file.Elements("model"));
        }

        return map;
    }

    /// <summary>Names that other software uses, by the feature's name.</summary>
    public static ILookup<string, string> OtherNames() =>
        XDocument.Load(Path.Combine(Places.Shared("reference", "cpu-map"), "libcpuinfo_aliases.xml")).Root!.Elements()
            .ToLookup(e => e.Element("name")!.Value, e => e.Element("canonical")!.Value);

    public XElement Model(string name) => Models.Single(m => m.Attribute("name")!.Value == name);

    public XElement? Ancestor(XElement model) => model.Element("model") is { } a ? Model(a.Attribute("name")!.Value) : null;

    public string? Vendor(XElement model) =>
        model.Element("vendor")?.Attribute("name")!.Value ?? (Ancestor(model) is { } ancestor ? Vendor(ancestor) : null);

    public HashSet<string> FeaturesOf(XElement model)
    {
        HashSet<string> features = [];
        if (Ancestor(model) is { } ancestor)
        {
            features.UnionWith(FeaturesOf(ancestor));
            features.ExceptWith(Names(ancestor, "removed"));
        }

        features.UnionWith(model.Elements("feature").Where(f => f.Attribute("removed") is null && f.Attribute("added") is null)
            .Select(f => f.Attribute("name")!.Value));
        return features;
    }

    public IEnumerable<string> Signatures(XElement model) => model.Elements("signature").Any() || Ancestor(model) is null
        ? model.Elements("signature")
        .Select(s => $"{s.Attribute("family")!.Value}/{s.Attribute("model")!.Value}/{s.Attribute("stepping")?.Value ?? "0-15"}")
        : Signatures(Ancestor(model)!);

    public static IEnumerable<string> Names(XElement model, string mark) =>
        model.Elements("feature").Where(f => f.Attribute(mark) is not null && (mark == "removed" || f.Attribute("removed") is null))
            .Select(f => f.Attribute("name")!.Value);

    /// <summary>The place of a feature's one bit: kind, leaf, sub-leaf, register, bit.</summary>
    public static (bool IsMsr, uint Leaf, uint Subleaf, string Register, int Bit) Bit(XElement feature)
    {
        XElement item = feature.Elements().Single(e => e.Name != "alias");
        bool msr = item.Name == "msr";
        var (register, value) = new[] { "eax", "ebx", "ecx", "edx" }.Select(r => (r, Number(item, r))).Single(r => r.Item2 != 0);
        return (msr, Number(item, msr ? "index" : "eax_in"), Number(item, "ecx_in"), register, (int)Math.Log2(value));
    }

    /// <summary>A number with 0x; 0 if the attribute is missing.</summary>
    public static uint Number(XElement item, string attribute) =>
        item.Attribute(attribute) is { } a ? uint.Parse(a.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
}
