using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>What <c>cpuid -r</c> and <c>cpuid -1 -r</c> print: a heading a processor, and a line a leaf and sub-leaf.</summary>
internal static class CpuidTextDump
{
    // For a message: more processors than this are not named.
    private const int MaxNamed = 512;

    private sealed record Block(int? Cpu, int Line, SortedDictionary<(uint Leaf, uint Subleaf), X86Item> Items);

    /// <summary>Reads the leaves of one processor. Those that it does not have, but the program asked for, are dropped.</summary>
    /// <param name="text">The text, in ASCII; blank lines do no harm.</param>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="cpu">The number in the heading of the wanted processor, or <see langword="null"/> for the first one.</param>
    /// <exception cref="CpuException">Too large, malformed, or without that processor (xml).</exception>
    public static X86Reading Parse(ReadOnlySpan<byte> text, string file, int? cpu = null)
    {
        RawDumps.CheckSize(text, file);
        List<int> seen = [];
        Block block = ReadBlock(RawDumps.WithoutMark(text), file, cpu, seen) ?? throw NoBlock(seen, file, cpu);
        if (!block.Items.ContainsKey((0, 0)))
        {
            throw RawDumps.Malformed(Text.Of(Messages.Probe_NoLeafZero, file, block.Line));
        }

        IEnumerable<X86Item> kept = block.Items.Values.Where(i => IsPresent(block.Items, i.Leaf));
        return new X86Reading(X86CpuData.Create(kept), X86Coverage.Of(block.Items.Keys));
    }

    // Every processor is checked, and only the wanted one is kept.
    private static Block? ReadBlock(ReadOnlySpan<byte> text, string file, int? cpu, List<int> seen)
    {
        Block? wanted = null;
        Block? current = null;
        int number = 0;
        foreach (Range range in text.Split((byte)'\n'))
        {
            CpuidLine line = new(text[range], file, ++number);
            if (line.AtEnd())
            {
                continue;
            }

            // The leaves of one processor may have lost their heading.
            bool isHeading = line.TryTake("CPU"u8);
            if (isHeading || current is null)
            {
                current = new Block(isHeading ? line.Heading() : null, number, []);
                wanted ??= cpu is null || current.Cpu == cpu ? current : null;
                AddTo(seen, current.Cpu);
            }

            if (!isHeading)
            {
                AddLeaf(current, ref line);
            }
        }

        return wanted;
    }

    private static void AddTo(List<int> seen, int? cpu)
    {
        if (cpu is { } known && seen.Count < MaxNamed)
        {
            seen.Add(known);
        }
    }

    private static void AddLeaf(Block block, ref CpuidLine line)
    {
        X86Item item = line.Leaf();
        if (!block.Items.TryAdd((item.Leaf, item.Subleaf), item) && block.Items[(item.Leaf, item.Subleaf)] != item)
        {
            throw line.Expected(Messages.Probe_SameLeaf);
        }
    }

    // The program asks for the first leaves of every range it knows; processors answer beyond their own with anything.
    private static bool IsPresent(SortedDictionary<(uint Leaf, uint Subleaf), X86Item> items, uint leaf)
    {
        uint start = X86Ranges.StartOf(leaf);
        bool hasRange = start switch
        {
            X86Ranges.Hypervisor => items.TryGetValue((1, 0), out X86Item features) && features.Ecx >> 31 != 0,
            X86Ranges.Centaur => X86Ranges.HasCentaurRange(items[(0, 0)]),
            _ => true,
        };
        return hasRange && (!items.TryGetValue((start, 0), out X86Item first) || leaf <= Maximum(first));
    }

    // Old KVM states no maximum (Linux Documentation/virt/kvm/x86/cpuid.rst).
    private static uint Maximum(X86Item first) => first is { Leaf: X86Ranges.Hypervisor, Eax: 0 } ? X86Ranges.Hypervisor + 1 : first.Eax;

    private static CpuException NoBlock(List<int> seen, string file, int? cpu) => RawDumps.Malformed(
        seen.Count == 0 || cpu is null
            ? Text.Of(Messages.Probe_EmptyDump, file)
            : Text.Of(Messages.Probe_NoSuchCpu, file, cpu, string.Join(", ", seen)));
}
