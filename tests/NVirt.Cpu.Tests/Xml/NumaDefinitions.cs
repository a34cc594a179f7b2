using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace NVirt.Cpu.Tests.Xml;

/// <summary>Random consistent NUMA cells: every CPU in one cell, distances both ways, links downwards only.</summary>
internal static class NumaDefinitions
{
    private static readonly Gen<bool?> Truth = Gen.Elements<bool?>(null, false, true);

    private static readonly Gen<ImmutableArray<CpuNumaCache>> Caches =
        from count in Gen.Choose(0, 3)
        from associativity in Definitions.Word<CpuNumaCacheAssociativity>()
        from policy in Definitions.Word<CpuNumaCachePolicy>()
        from line in Gen.Elements(0ul, 8ul, ulong.MaxValue)
        select Enumerable.Range(1, count)
            .Select(level => new CpuNumaCache(level, associativity, policy, (ulong)count * 1000, line))
            .ToImmutableArray();

    public static Gen<CpuNuma> Any { get; } =
        from count in Gen.Choose(1, 5)
        from owners in Gen.Choose(-1, count - 1).ArrayOf(20)
        from cells in Cell.ArrayOf(count)
        from withDistances in Gen.Elements(false, true)
        from access in Definitions.Word<CpuNumaAccess>()
        from isBandwidth in Gen.Elements(false, true)
        let whole = cells.Select((c, id) => c with
        {
            Cpus = [.. Enumerable.Range(0, owners.Length).Where(cpu => owners[cpu] == id)],
            Distances = withDistances ? Distances(id, count) : [],
        }).ToImmutableArray()
        select new CpuNuma(whole, Links(whole, access, isBandwidth));

    private static Gen<CpuNumaCell> Cell =>
        from memory in Gen.Elements(0ul, 1ul, 512000ul, 9007199254740991ul)
        from shared in Truth
        from discard in Truth
        from caches in Caches
        select new CpuNumaCell([], memory) { SharedMemory = shared, Discard = discard, Caches = caches };

    private static ImmutableArray<CpuNumaDistance> Distances(int from, int count) =>
        [.. Enumerable.Range(0, count).Select(to => new CpuNumaDistance(to, to == from ? 10 : 11 + (from * 40) + to))];

    private static ImmutableArray<CpuNumaLink> Links(ImmutableArray<CpuNumaCell> cells, CpuNumaAccess access, bool isBandwidth) =>
    [
        .. from initiator in Enumerable.Range(0, cells.Length)
           where !cells[initiator].Cpus.IsEmpty
           from target in Enumerable.Range(0, initiator + 1)
           from cache in Enumerable.Range(0, cells[target].Caches.Length + 1)
           select new CpuNumaLink(isBandwidth, initiator, target, cache, access, (ulong)cache + 7),
    ];
}
