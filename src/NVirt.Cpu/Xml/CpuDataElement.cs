using System.Globalization;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Raw x86 data in a document.</summary>
internal static class CpuDataElement
{
    private const string X86 = "x86";

    private static readonly string[] DriversWithoutXml = ["ppc64", "arm", "s390", "riscv64", "LoongArch"];

    /// <summary>Reads the element that the scanner is on, and moves to its end.</summary>
    public static X86CpuData Read(XmlScanner scanner)
    {
        Element root = Element.Head(scanner);
        RefuseOtherDrivers(root);
        List<X86Item> items = [];
        bool isEmpty = true;
        for (int depth = scanner.Depth; scanner.ReadToChild(depth); isEmpty = false)
        {
            if (scanner.Name != "alias")
            {
                items.Add(Item(Element.Head(scanner)));
            }
        }

        return isEmpty ? throw root.Malformed(Messages.Xml_DataEmpty) : X86CpuData.Create(items);
    }

    public static string Write(X86CpuData data)
    {
        IndentedXml xml = new(CpuException.Of);
        xml.Start("cpudata");
        xml.Attribute("arch", X86);
        xml.CloseTag();
        foreach (X86Item item in data.AsSpan())
        {
            if (!item.IsZero)
            {
                Write(xml, item);
            }
        }

        xml.End();
        return xml.ToString();
    }

    private static void RefuseOtherDrivers(Element root)
    {
        string driver = root.TextOf("arch") ?? throw root.Missing("arch", X86);
        if (driver != X86)
        {
            throw root.Bad("arch", [X86], DriversWithoutXml.Contains(driver) ? MistakeKind.NoSupport : MistakeKind.Contradiction);
        }
    }

    private static X86Item Item(Element item) => item.Name == "cpuid"
        ? X86Item.Cpuid(
            Required(item, "eax_in"),
            Optional(item, "ecx_in"),
            Optional(item, "eax"),
            Optional(item, "ebx"),
            Optional(item, "ecx"),
            Optional(item, "edx"))
        : X86Item.Msr(Required(item, "index"), Required(item, "eax"), Required(item, "edx"));

    private static uint Required(Element item, string attribute) => (uint)item.RequiredNumber(attribute, NumberRange.Register);

    private static uint Optional(Element item, string attribute) => (uint?)item.Number(attribute, NumberRange.Register) ?? 0;

    private static void Write(IndentedXml xml, X86Item item)
    {
        if (item.IsMsr)
        {
            xml.Start("msr");
            xml.Attribute("index", string.Create(CultureInfo.InvariantCulture, $"0x{item.Leaf:x}"));
            xml.Attribute("eax", Hex(item.Eax));
        }
        else
        {
            xml.Start("cpuid");
            xml.Attribute("eax_in", Hex(item.Leaf));
            xml.Attribute("ecx_in", Hex(item.Subleaf));
            xml.Attribute("eax", Hex(item.Eax));
            xml.Attribute("ebx", Hex(item.Ebx));
            xml.Attribute("ecx", Hex(item.Ecx));
        }

        xml.Attribute("edx", Hex(item.Edx));
        xml.End();
    }

    private static string Hex(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x8}");
}
