using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-numa</c>: cells with their CPUs, memory and distances.</summary>
internal static class NumaSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        if (guest.Domain.Cpu?.Numa is not { } numa)
        {
            return;
        }

        if (!numa.Links.IsEmpty || numa.Cells.Any(c => !c.Caches.IsEmpty))
        {
            guest.Report(guest.Refuse("cpu/numa", Messages.Args_NumaDetails));
        }

        for (int i = 0; i < numa.Cells.Length; i++)
        {
            WriteCell(arguments, i, numa.Cells[i]);
        }

        for (int i = 0; i < numa.Cells.Length; i++)
        {
            foreach (CpuNumaDistance distance in numa.Cells[i].Distances)
            {
                arguments.Add("-numa", new OptionText("dist").Add("src", i).Add("dst", distance.Cell).Add("val", distance.Value));
            }
        }
    }

    private static void WriteCell(ArgumentList arguments, int number, CpuNumaCell cell)
    {
        string id = Text.Of("ram-node{0}", number);
        JsonObject backend = MemorySection.Backend(id, MemorySection.RoundUp(cell.MemoryKiB));
        if (cell.SharedMemory is { } isShared)
        {
            // Private memory cannot be shared; an anonymous file can.
            backend["qom-type"] = isShared ? "memory-backend-memfd" : "memory-backend-ram";
            backend["share"] = isShared;
        }

        arguments.Add("-object", backend);
        OptionText options = new OptionText("node").Add("nodeid", number);
        foreach (string range in Ranges(cell.Cpus))
        {
            options.Add("cpus", range);
        }

        arguments.Add("-numa", options.Add("memdev", id));
    }

    // "0-3", "5": QEMU takes one range per option.
    private static IEnumerable<string> Ranges(ImmutableArray<int> cpus)
    {
        for (int start = 0, end; start < cpus.Length; start = end)
        {
            for (end = start + 1; end < cpus.Length && cpus[end] == cpus[end - 1] + 1; end++)
            {
            }

            yield return end - start == 1 ? Text.Of("{0}", cpus[start]) : Text.Of("{0}-{1}", cpus[start], cpus[end - 1]);
        }
    }
}
