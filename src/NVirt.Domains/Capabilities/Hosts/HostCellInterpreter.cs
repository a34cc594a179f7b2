using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Reads NUMA cells.</summary>
internal static class HostCellInterpreter
{
    /// <summary>Reads the <c>topology</c> that the scanner is on, and moves to its end.</summary>
    public static List<HostCell> Read(XmlScanner scanner)
    {
        List<HostCell> cells = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "cells")
            {
                ReadCells(scanner, cells);
            }
        }

        return cells;
    }

    private static void ReadCells(XmlScanner scanner, List<HostCell> cells)
    {
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "cell")
            {
                cells.Add(ReadCell(scanner));
            }
        }
    }

    private static HostCell ReadCell(XmlScanner scanner)
    {
        HostCell cell = new(Id(Element.Head(scanner), "id"));
        List<HostPages> pages = [];
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            switch (scanner.Name)
            {
                case "memory":
                    cell = cell with { MemoryKiB = Element.WithText(scanner).KiBOfText() };
                    break;
                case "pages":
                    pages.Add(Pages(Element.WithText(scanner)));
                    break;
                case "distances":
                    cell = cell with { Distances = [.. Element.Tree(scanner).All("sibling").Select(Distance)] };
                    break;
                case "cpus":
                    cell = cell with { Cpus = [.. Element.Tree(scanner).All("cpu").Select(Processor)] };
                    break;
            }
        }

        return cell with { Pages = [.. pages] };
    }

    private static HostPages Pages(Element pages) => new(pages.KiBOf("size"), pages.NumberOfText());

    private static CpuNumaDistance Distance(Element sibling) => new(Id(sibling, "id"), Id(sibling, "value"));

    private static HostProcessor Processor(Element cpu) => new(Id(cpu, "id"))
    {
        SocketId = OptionalId(cpu, "socket_id"),
        DieId = OptionalId(cpu, "die_id"),
        ClusterId = OptionalId(cpu, "cluster_id"),
        CoreId = OptionalId(cpu, "core_id"),
        Siblings = cpu.Cpus("siblings"),
    };

    private static int Id(Element element, string attribute) => (int)element.RequiredNumber(attribute, NumberRange.Int(0));

    private static int? OptionalId(Element element, string attribute) => (int?)element.Number(attribute, NumberRange.Int(0));
}
