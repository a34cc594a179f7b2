using System.Globalization;
using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>The second opinion on the ppc64 and ARM parts of a map in libvirt's format.</summary>
internal static class PvrMapOpinion
{
    /// <summary>Mistakes that must be refused; others may be.</summary>
    public static bool IsBroken(List<XElement> entries, bool isArm)
    {
        HashSet<string> earlier = new(StringComparer.Ordinal);
        foreach (XElement entry in entries)
        {
            string kind = entry.Name.LocalName;
            bool isBroken = kind switch
            {
                "vendor" => isArm && !earlier.Add($"value {Number(entry, "value")}"),
                "feature" => !isArm,
                _ => (isArm ? entry.Elements("pvr").Count() != 1 : !entry.Elements("pvr").Any())
                    || (entry.Element("vendor") is { } vendor && !earlier.Contains($"vendor {(string?)vendor.Attribute("name")}")),
            };
            if (isBroken || string.IsNullOrEmpty((string?)entry.Attribute("name"))
                || !earlier.Add($"{kind} {(string?)entry.Attribute("name")}"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How the result differs from the entries.</summary>
    public static string? Compare(CpuMap map, List<XElement> entries, CpuArchitecture arch)
    {
        bool isArm = arch == CpuArchitecture.Aarch64;
        var vendors = Named(entries, "vendor").Select(v => $"{v.Attribute("name")!.Value} {(isArm ? Number(v, "value") : null)}");
        var features = Named(entries, "feature").Select(f => f.Attribute("name")!.Value);
        var models = Named(entries, "model").Select(m => string.Join(
            ' ',
            [m.Attribute("name")!.Value, (string?)m.Element("vendor")?.Attribute("name"), .. m.Elements("pvr")
                .Select(p => $"{Number(p, "value")}/{(isArm ? uint.MaxValue : Number(p, "mask"))}")]));
        return !map.Vendors(arch).Select(v => $"{v.Name} {(isArm ? Convert.ToUInt32(v.Id, 16) : null)}").SequenceEqual(vendors)
            ? "other vendors"
            : !map.Features(arch).Select(f => f.Name).SequenceEqual(features) ? "other features"
            : !map.Models(arch).Select(m => string.Join(' ', [m.Name, m.Vendor, .. m.Pvrs.Select(p => $"{p.Value}/{p.Mask}")]))
            .SequenceEqual(models) ? "other models"
            : null;
    }

    private static IEnumerable<XElement> Named(List<XElement> entries, string kind) => entries.Where(e => e.Name == kind);

    // Hexadecimal, with or without 0x; null if it is not a number.
    private static uint? Number(XElement owner, string attribute)
    {
        string text = ((string?)owner.Attribute(attribute) ?? string.Empty).ToLowerInvariant();
        return uint.TryParse(text.StartsWith("0x", StringComparison.Ordinal) ? text[2..]
            : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) ? value : null;
    }
}
