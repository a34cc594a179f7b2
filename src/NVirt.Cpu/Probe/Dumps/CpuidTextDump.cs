using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>What <c>cpuid -r</c> and <c>cpuid -1 -r</c> print: a heading a processor, and a line a leaf and sub-leaf.</summary>
internal static class CpuidTextDump
{
    private sealed record Block(int? Cpu, int Line, SortedDictionary<(uint Leaf, uint Subleaf), X86Item> Items);

    /// <summary>Every processor with its leaves. Those that it does not have, but the program asked for, are dropped.</summary>
    /// <exception cref="CpuException">Too large, malformed, or without any processor (xml).</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text)
    {
        RawDumps.CheckSize(text.Bytes.Span, text.File);
        List<Block> blocks = ReadBlocks(RawDumps.WithoutMark(text.Bytes.Span), text.File);
        return blocks.Count > 0 ? [.. blocks.Select(b => Cpu(b, text.File))] : throw RawDumps.Malformed(Text.Of(Messages.Probe_EmptyDump, text.File));
    }

    private static DumpedCpu Cpu(Block block, string file)
    {
        if (!block.Items.ContainsKey((0, 0)))
        {
            throw RawDumps.Malformed(Text.Of(Messages.Probe_NoLeafZero, file, block.Line));
        }

        IEnumerable<X86Item> kept = block.Items.Values.Where(i => X86Ranges.IsPresent(block.Items, i.Leaf));
        return new DumpedCpu(new X86Reading(X86CpuData.Create(kept), X86Coverage.Of(block.Items.Keys))) { Number = block.Cpu, Line = block.Line };
    }

    private static List<Block> ReadBlocks(ReadOnlySpan<byte> text, string file)
    {
        List<Block> blocks = [];
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
            if (isHeading || blocks.Count == 0)
            {
                RawDumps.CheckCount(blocks.Count, file, number);
                blocks.Add(new Block(isHeading ? line.Heading() : null, number, []));
            }

            if (!isHeading)
            {
                AddLeaf(blocks[^1], ref line);
            }
        }

        return blocks;
    }

    private static void AddLeaf(Block block, ref CpuidLine line)
    {
        X86Item item = line.Leaf();
        if (!block.Items.TryAdd((item.Leaf, item.Subleaf), item) && block.Items[(item.Leaf, item.Subleaf)] != item)
        {
            throw line.Expected(Messages.Probe_SameLeaf);
        }
    }
}
