using System.Xml.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map.Libvirt;

/// <summary>Reads the ppc64 or ARM part of a map in libvirt's format (cpu-rules.md 3.3).</summary>
internal static class LibvirtPvrInterpreter
{
    /// <summary>Reads a part; one that the index lacks is empty.</summary>
    public static PvrMap Read(LibvirtMapFolder folder, PvrMapKind kind)
    {
        List<MapProblem> problems = [];
        PvrMapBuilder map = new(kind, problems);
        foreach (LibvirtMapPart part in folder.PartsOf(kind == PvrMapKind.Ppc64 ? "ppc64" : "arm"))
        {
            ReadEntries(part.File, part.Element, kind, map);
        }

        LibvirtXml.ThrowIfAny(problems);
        return new PvrMap(map.Vendors, map.Features, map.Models);
    }

    // In each file: vendors, then features, then models.
    private static void ReadEntries(string file, XElement parent, PvrMapKind kind, PvrMapBuilder map)
    {
        foreach (XElement vendor in parent.Elements("vendor"))
        {
            string name = LibvirtXml.Required(file, vendor, "name");
            map.AddVendor(
                name, kind == PvrMapKind.Arm ? LibvirtXml.HexNumber(file, vendor, "value") : null, LibvirtXml.Place(file, vendor));
        }

        foreach (XElement feature in parent.Elements("feature"))
        {
            map.AddFeature(LibvirtXml.Required(file, feature, "name"), LibvirtXml.Place(file, feature));
        }

        foreach (XElement model in parent.Elements("model"))
        {
            map.AddModel(
                LibvirtXml.Required(file, model, "name"),
                LibvirtXml.Name(file, model.Element("vendor")),
                [.. model.Elements("pvr").Select(p => ReadPvr(file, p, kind))],
                LibvirtXml.Place(file, model));
        }
    }

    private static PvrPattern ReadPvr(string file, XElement pvr, PvrMapKind kind)
    {
        uint value = LibvirtXml.HexNumber(file, pvr, "value");
        return kind == PvrMapKind.Arm ? new PvrPattern(value) : new PvrPattern(value, LibvirtXml.HexNumber(file, pvr, "mask"));
    }
}
