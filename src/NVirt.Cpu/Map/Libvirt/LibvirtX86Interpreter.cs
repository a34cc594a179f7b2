using System.Xml.Linq;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map.Libvirt;

/// <summary>Reads the x86 part of a map in libvirt's format (cpu-rules.md 3.2).</summary>
internal static class LibvirtX86Interpreter
{
    public static X86Map Read(LibvirtMapFolder folder)
    {
        if (!folder.Has("x86"))
        {
            throw LibvirtXml.Broken(folder.RootPlace, Messages.Map_NoX86);
        }

        MapSource map = new();
        foreach (LibvirtMapPart part in folder.PartsOf("x86"))
        {
            ReadEntries(part.File, part.Element, map);
        }

        List<MapProblem> problems = [];
        X86TableData tables = X86TableBuilder.Build(map, problems);
        LibvirtXml.ThrowIfAny(problems);
        return new X86Map(new LoadedX86Tables(tables));
    }

    // In each file: vendors, then features, then models.
    private static void ReadEntries(string file, XElement parent, MapSource map)
    {
        foreach (XElement vendor in parent.Elements("vendor"))
        {
            string name = LibvirtXml.Required(file, vendor, "name");
            map.Vendors.Add(new VendorSource(name, LibvirtXml.Required(file, vendor, "string"), LibvirtXml.Place(file, vendor)));
        }

        map.Features.AddRange(parent.Elements("feature").Select(f => ReadFeature(file, f)));
        map.Models.AddRange(parent.Elements("model").Select(m => new LibvirtModelInterpreter(file, m).Read()));
    }

    private static FeatureSource ReadFeature(string file, XElement element)
    {
        string name = LibvirtXml.Required(file, element, "name");
        List<BitSource> bits = [];
        foreach (XElement child in element.Elements())
        {
            if (child.Name == "cpuid" || child.Name == "msr")
            {
                bool msr = child.Name == "msr";
                uint leaf = LibvirtXml.Number(file, child, msr ? "index" : "eax_in", required: true);
                uint subleaf = msr ? 0 : LibvirtXml.Number(file, child, "ecx_in");
                foreach (RegisterName register in Enum.GetValues<RegisterName>())
                {
                    uint value = LibvirtXml.Number(file, child, register.ToString().ToLowerInvariant());
                    for (; value != 0; value &= value - 1)
                    {
                        bits.Add(new BitSource(msr, leaf, subleaf, (int)register, System.Numerics.BitOperations.TrailingZeroCount(value)));
                    }
                }
            }
        }

        if (bits.Count != 1)
        {
            MapPlace place = LibvirtXml.Place(file, element);
            throw LibvirtXml.Broken(place, new MapProblem(MapProblemKind.OneBitNeeded, place, name, bits.Count).Message);
        }

        FeatureSource feature =
            new(name, bits[0], LibvirtXml.Place(file, element)) { Migratable = (string?)element.Attribute("migratable") != "no" };
        feature.Aliases.AddRange(element.Elements("alias")
            .Select(a => new AliasSource(LibvirtXml.Required(file, a, "name"), LibvirtXml.Required(file, a, "source"))));
        return feature;
    }
}
