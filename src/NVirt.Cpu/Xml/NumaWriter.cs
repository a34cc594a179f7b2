using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Writes NUMA cells (cpu-rules.md 1.4): by id, memory in KiB.</summary>
internal static class NumaWriter
{
    public static void Write(IndentedXml xml, CpuNuma numa)
    {
        if (numa.Cells.IsEmpty)
        {
            return;
        }

        xml.Start("numa");
        for (int id = 0; id < numa.Cells.Length; id++)
        {
            WriteCell(xml, numa.Cells[id], id);
        }

        WriteLinks(xml, numa);
        xml.End();
    }

    private static void WriteCell(IndentedXml xml, CpuNumaCell cell, int id)
    {
        xml.Start("cell");
        xml.Attribute("id", (ulong)id);
        xml.Attribute("cpus", cell.Cpus.IsEmpty ? null : CpuSet.Format(cell.Cpus));
        xml.Attribute("memory", cell.MemoryKiB);
        xml.Attribute("unit", "KiB");
        xml.Attribute("memAccess", XmlWords.Of(cell.SharedMemory, CpuXmlWords.MemoryAccess));
        xml.Attribute("discard", XmlWords.Of(cell.Discard, XmlWords.YesNo));
        WriteDistances(xml, cell.Distances);
        foreach (CpuNumaCache cache in cell.Caches)
        {
            WriteCache(xml, cache);
        }

        xml.End();
    }

    public static void WriteDistances(IndentedXml xml, ImmutableArray<CpuNumaDistance> distances)
    {
        if (distances.IsEmpty)
        {
            return;
        }

        xml.Start("distances");
        foreach (CpuNumaDistance distance in distances)
        {
            xml.Start("sibling");
            xml.Attribute("id", (ulong)distance.Cell);
            xml.Attribute("value", (ulong)distance.Value);
            xml.End();
        }

        xml.End();
    }

    private static void WriteCache(IndentedXml xml, CpuNumaCache cache)
    {
        xml.Start("cache");
        xml.Attribute("level", (ulong)cache.Level);
        xml.Attribute("associativity", CpuXmlWords.Associativities[(int)cache.Associativity]);
        xml.Attribute("policy", CpuXmlWords.CachePolicies[(int)cache.Policy]);
        WriteAmount(xml, "size", cache.SizeKiB, "KiB");
        if (cache.LineBytes != 0)
        {
            WriteAmount(xml, "line", cache.LineBytes, "B");
        }

        xml.End();
    }

    private static void WriteAmount(IndentedXml xml, string name, ulong value, string unit)
    {
        xml.Start(name);
        xml.Attribute("value", value);
        xml.Attribute("unit", unit);
        xml.End();
    }

    private static void WriteLinks(IndentedXml xml, CpuNuma numa)
    {
        if (numa.Links.IsEmpty)
        {
            return;
        }

        xml.Start("interconnects");
        foreach (CpuNumaLink link in numa.Links)
        {
            xml.Start(link.IsBandwidth ? "bandwidth" : "latency");
            xml.Attribute("initiator", (ulong)link.Initiator);
            xml.Attribute("target", (ulong)link.Target);
            xml.Attribute("cache", link.Cache == 0 ? null : (ulong)link.Cache);
            xml.Attribute("type", CpuXmlWords.LinkTypes[(int)link.Access]);
            xml.Attribute("value", link.Value);
            xml.Attribute("unit", link.IsBandwidth ? "KiB" : null);
            xml.End();
        }

        xml.End();
    }
}
