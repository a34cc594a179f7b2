using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Builds NUMA cells from a <c>numa</c> element (cpu-rules.md 1.4).</summary>
internal static class NumaInterpreter
{
    public static CpuNuma Interpret(Element numa)
    {
        Element[] elements = ById(numa);
        NumaDistances distances = new(elements);
        CpuNumaCell[] cells = new CpuNumaCell[elements.Length];
        Dictionary<int, int> owners = [];
        for (int id = 0; id < cells.Length; id++)
        {
            cells[id] = Cell(elements[id]) with { Distances = distances.Of(id) };

            // Checked immediately: a million cells with all CPUs each would fill the memory.
            RefuseOverlap(cells[id], id, elements[id], owners);
        }

        return new CpuNuma([.. cells], NumaLinks.Interpret(numa.First("interconnects"), cells));
    }

    // A cell without an id has its position as id.
    private static Element[] ById(Element numa)
    {
        Element[] cells = [.. numa.All("cell")];
        if (cells.Length == 0)
        {
            throw numa.Lacks("cell");
        }

        Element?[] byId = new Element?[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            int id = (int?)cells[i].Number("id", new NumberRange(0, (ulong)cells.Length - 1)) ?? i;
            byId[id] = byId[id] is null ? cells[i] : throw cells[i].Refuse("id", Text.Of(Messages.Xml_NumaIdTwice, id));
        }

        return byId!;
    }

    private static CpuNumaCell Cell(Element cell) => new(Cpus(cell), Amount(cell, "memory"))
    {
        SharedMemory = cell.Either("memAccess", CpuXmlWords.MemoryAccess),
        Discard = cell.YesNo("discard"),
        Caches = Caches(cell),
    };

    private static ImmutableArray<int> Cpus(Element cell) =>
        CpuSet.TryParse(cell.TextOf("cpus") ?? string.Empty, out ImmutableArray<int> cpus)
            ? cpus
            : throw cell.Bad("cpus", Text.Of(Messages.Xml_CpuSet, CpuSet.MaxCpus - 1));

    /// <summary>An amount in KiB from an attribute and its <c>unit</c>.</summary>
    internal static ulong Amount(Element element, string attribute)
    {
        ulong amount = element.RequiredNumber(attribute, NumberRange.ULong);
        string unit = element.TextOf("unit") ?? "KiB";
        return MemorySize.TryToKiB(amount, unit, out ulong kib)
            ? kib
            : !MemorySize.IsUnit(unit) ? throw element.Bad("unit", MemorySize.AUnit)
            : throw element.Refuse("unit", Text.Of(Messages.Xml_MemorySize, attribute, amount, DocumentErrors.Quote(unit)));
    }

    private static ImmutableArray<CpuNumaCache> Caches(Element cell)
    {
        List<CpuNumaCache> caches = [];
        foreach (Element element in cell.All("cache"))
        {
            CpuNumaCache cache = Cache(element);
            if (caches.Exists(c => c.Level == cache.Level))
            {
                throw element.Refuse("level", Text.Of(Messages.Xml_NumaCacheTwice, cache.Level));
            }

            caches.Add(cache);
        }

        return [.. caches];
    }

    // Units of size and line are ignored (cpu-rules.md 7, item 18). libvirt omits a value of none or 0 when it prints, so it may be
    // absent.
    private static CpuNumaCache Cache(Element cache)
    {
        Element size = cache.First("size") ?? throw cache.Lacks("size");
        return new CpuNumaCache(
            (int)cache.RequiredNumber("level", NumberRanges.CacheLevels),
            (CpuNumaCacheAssociativity?)cache.Word("associativity", CpuXmlWords.Associativities) ?? CpuNumaCacheAssociativity.None,
            (CpuNumaCachePolicy?)cache.Word("policy", CpuXmlWords.CachePolicies) ?? CpuNumaCachePolicy.None,
            size.RequiredNumber("value", new NumberRange(0, MemorySize.MaxKiB)),
            cache.First("line")?.RequiredNumber("value", NumberRange.ULong) ?? 0);
    }

    private static void RefuseOverlap(CpuNumaCell cell, int id, Element element, Dictionary<int, int> owners)
    {
        foreach (int cpu in cell.Cpus)
        {
            if (!owners.TryAdd(cpu, id))
            {
                throw element.Refuse("cpus", Text.Of(Messages.Xml_NumaOverlap, cpu, owners[cpu], id), MistakeKind.Unsupported);
            }
        }
    }
}
