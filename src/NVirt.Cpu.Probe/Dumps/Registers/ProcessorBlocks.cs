using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>
/// Groups registers by processor. A processor begins after a heading, or where leaf 0 occurs again; a heading
/// with a number that occurred before continues with that processor.
/// </summary>
internal sealed class ProcessorBlocks(string file)
{
    private sealed record Block(int? Cpu, int Line)
    {
        public Dictionary<(uint Leaf, uint Subleaf), X86Item> Items { get; } = [];

        public Dictionary<uint, uint> NextSubleaf { get; } = [];

        public Dictionary<uint, X86Item> Msrs { get; } = [];
    }

    private readonly List<Block> _blocks = [];
    private readonly Dictionary<int, Block> _byNumber = [];
    private readonly Dictionary<uint, X86Item> _machineMsrs = [];

    private (int? Cpu, int Line)? _heading;
    private Block? _current;
    private bool _isMachine;

    /// <summary>What follows belongs to another processor.</summary>
    public void Begin(RegisterHeading heading, int line)
    {
        _isMachine = heading.IsMachine;
        if (!heading.IsMachine)
        {
            _heading = (heading.Cpu, line);
        }
    }

    /// <summary>Adds a leaf or MSR.</summary>
    /// <param name="item">The leaf or MSR.</param>
    /// <param name="isInOrder">Whether its sub-leaf is the next one of the leaf.</param>
    /// <param name="line">Its line.</param>
    /// <returns>Whether this does not contradict registers that the processor already has.</returns>
    public bool TryAdd(X86Item item, bool isInOrder, int line)
    {
        if (item.IsMsr)
        {
            AddMsr(item, line);
            return true;
        }

        Block block = BlockOf(item, line);
        if (isInOrder)
        {
            uint subleaf = block.NextSubleaf.GetValueOrDefault(item.Leaf);
            block.NextSubleaf[item.Leaf] = subleaf + 1;
            item = item with { Subleaf = subleaf };
        }

        return block.Items.TryAdd((item.Leaf, item.Subleaf), item) || block.Items[(item.Leaf, item.Subleaf)] == item;
    }

    /// <summary>The processors, without leaves that they do not have.</summary>
    /// <exception cref="CpuException">There is none (xml).</exception>
    public IReadOnlyList<DumpedCpu> Processors()
    {
        DumpedCpu[] cpus = [.. _blocks.Where(b => b.Items.Count > 0).Select(Cpu)];
        return cpus.Length > 0 ? cpus : throw DumpLimits.Malformed(Text.Of(Messages.Probe_EmptyDump, file));
    }

    private DumpedCpu Cpu(Block block)
    {
        Dictionary<uint, X86Item> msrs = new(_machineMsrs);
        foreach ((uint index, X86Item msr) in block.Msrs)
        {
            msrs[index] = msr;
        }

        IEnumerable<X86Item> kept = block.Items.Values.Where(i => X86Ranges.IsPresent(block.Items, i.Leaf)).Concat(msrs.Values);
        X86CpuData data = X86CpuData.Create(kept);
        X86Coverage coverage = X86Coverage.Of(block.Items.Keys);
        if (msrs.Count > 0)
        {
            coverage = coverage.WithMsrs(msrs.Keys.Select(m => new X86MsrReading(m, X86MsrSource.Device)));
        }

        return new DumpedCpu(new X86Reading(data, coverage)) { Number = block.Cpu, Line = block.Line };
    }

    // Leaves that do not enumerate features say nothing about them, and may change while being read.
    private void AddMsr(X86Item msr, int line)
    {
        if (X86EnumeratingBit.OfMsr(msr.Leaf) is null)
        {
            return;
        }

        if (_isMachine || (_current is null && _heading is null))
        {
            _machineMsrs[msr.Leaf] = msr;
        }
        else
        {
            BlockOf(msr, line).Msrs[msr.Leaf] = msr;
        }
    }

    private Block BlockOf(X86Item item, int line)
    {
        bool isFirst = item is { IsMsr: false, Leaf: 0, Subleaf: 0 };
        if (_heading is { } heading)
        {
            _heading = null;
            bool goesOn = heading.Cpu is { } cpu && _byNumber.TryGetValue(cpu, out _current)
                && !(isFirst && _current.Items.ContainsKey((0, 0)));
            return goesOn ? _current! : New(heading.Cpu, heading.Line);
        }

        return _current is null || (isFirst && _current.Items.ContainsKey((0, 0))) ? New(null, line) : _current;
    }

    private Block New(int? cpu, int line)
    {
        DumpLimits.CheckCount(_blocks.Count, file, line);
        _current = new Block(cpu, line);
        _blocks.Add(_current);
        if (cpu is { } number)
        {
            _byNumber[number] = _current;
        }

        return _current;
    }
}
