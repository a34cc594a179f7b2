using System.Collections.Immutable;
using System.Globalization;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Writes NUMA cells.</summary>
internal static class HostCellWriter
{
    public static void Write(IndentedXml xml, ImmutableArray<HostCell> cells)
    {
        if (cells.IsEmpty)
        {
            return;
        }

        xml.Start("topology");
        xml.Start("cells");
        xml.Attribute("num", (ulong)cells.Length);
        foreach (HostCell cell in cells)
        {
            WriteCell(xml, cell);
        }

        xml.End();
        xml.End();
    }

    private static void WriteCell(IndentedXml xml, HostCell cell)
    {
        xml.Start("cell");
        xml.Attribute("id", (ulong)cell.Id);
        if (cell.MemoryKiB is { } memory)
        {
            xml.Start("memory");
            xml.Attribute("unit", "KiB");
            xml.Content(Number(memory));
            xml.End();
        }

        foreach (HostPages pages in cell.Pages)
        {
            xml.Start("pages");
            xml.Attribute("unit", "KiB");
            xml.Attribute("size", pages.SizeKiB);
            xml.Content(Number(pages.Count));
            xml.End();
        }

        EmbeddedCpu.WriteDistances(xml, cell.Distances);
        xml.Start("cpus");
        xml.Attribute("num", (ulong)cell.Cpus.Length);
        foreach (HostProcessor cpu in cell.Cpus)
        {
            WriteCpu(xml, cpu);
        }

        xml.End();
        xml.End();
    }

    private static void WriteCpu(IndentedXml xml, HostProcessor cpu)
    {
        xml.Start("cpu");
        xml.Attribute("id", (ulong)cpu.Id);
        xml.Attribute("socket_id", (ulong?)cpu.SocketId);
        xml.Attribute("die_id", (ulong?)cpu.DieId);
        xml.Attribute("cluster_id", (ulong?)cpu.ClusterId);
        xml.Attribute("core_id", (ulong?)cpu.CoreId);
        xml.Attribute("siblings", cpu.Siblings.IsEmpty ? null : CpuSet.Format(cpu.Siblings));
        xml.End();
    }

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
