using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>Reads the leaves and sub-leaves that cpu-rules.md 5 lists, in that order, from any source.</summary>
internal sealed class X86CpuidReader
{
    /// <summary>More leaves than any range has; a broken hypervisor may report a maximum of billions.</summary>
    public const uint MaxLeaves = 0x100;

    /// <summary>The number of sub-leaves of the longest leaf (0xd).</summary>
    public const uint MaxSubleaves = 64;

    private const uint SgxBit = 1 << 2;

    private readonly ICpuidSource _source;
    private readonly List<X86Item> _items = [];
    private readonly HashSet<(uint Leaf, uint Subleaf)> _asked = [];

    private X86CpuidReader(ICpuidSource source) => _source = source;

    /// <summary>Reads everything. What is beyond <see cref="MaxLeaves"/> or <see cref="MaxSubleaves"/> counts as not read.</summary>
    public static X86Reading Read(ICpuidSource source)
    {
        X86CpuidReader reader = new(source);
        reader.ReadRange(X86Ranges.Basic);
        reader.ReadRange(X86Ranges.Extended);
        if (X86Ranges.HasCentaurRange(reader.Ask(X86Ranges.Basic)))
        {
            reader.ReadRange(X86Ranges.Centaur);
        }

        return new X86Reading(X86CpuData.Create(reader._items), X86Coverage.Of(reader._asked));
    }

    private void ReadRange(uint start)
    {
        uint last = Math.Min(Ask(start).Eax, start + MaxLeaves - 1);
        for (uint leaf = start; leaf <= last; leaf++)
        {
            ReadLeaf(leaf);
        }
    }

    private void ReadLeaf(uint leaf)
    {
        switch (leaf)
        {
            case 0x4:
                ReadCaches(leaf);
                break;
            case 0xb:
                ReadWhile(leaf, 0, static item => (item.Ecx >> 8 & 0xff) != 0);
                break;
            case 0xd:
                ReadStates(leaf);
                break;
            case 0xf:
                ReadResources(leaf, Store(leaf, 0).Edx);
                break;
            case 0x10:
                ReadResources(leaf, Store(leaf, 0).Ebx);
                break;
            case 0x12:
                ReadSgx(leaf);
                break;
            case 0x17 when Ask(leaf).Eax < 3:
                break;
            default:
                ReadToMaximum(leaf);
                break;
        }
    }

    private void ReadToMaximum(uint leaf)
    {
        X86Item first = Store(leaf, 0);
        uint last = X86Subleaves.HasMaximum(leaf) ? Math.Min(first.Eax, MaxSubleaves - 1) : 0;
        for (uint subleaf = 1; subleaf <= last; subleaf++)
        {
            Store(leaf, subleaf);
        }
    }

    // The item that ends the list is part of it.
    private void ReadCaches(uint leaf)
    {
        for (uint subleaf = 0; subleaf < MaxSubleaves && (Store(leaf, subleaf).Eax & 0x1f) != 0; subleaf++)
        {
        }
    }

    // The item that ends the list is not part of it.
    private void ReadWhile(uint leaf, uint subleaf, Predicate<X86Item> goesOn)
    {
        for (; subleaf < MaxSubleaves && Ask(leaf, subleaf) is var item && goesOn(item); subleaf++)
        {
            _items.Add(item);
        }
    }

    private void ReadStates(uint leaf)
    {
        X86Item first = Store(leaf, 0);
        X86Item second = Store(leaf, 1);
        for (uint subleaf = 2; subleaf < MaxSubleaves; subleaf++)
        {
            if (X86Subleaves.HasState(first, second, subleaf))
            {
                Store(leaf, subleaf);
            }
        }
    }

    private void ReadResources(uint leaf, uint mask)
    {
        for (uint subleaf = 1; subleaf < 32; subleaf++)
        {
            if (X86Subleaves.HasResource(mask, subleaf))
            {
                Store(leaf, subleaf);
            }
        }
    }

    private void ReadSgx(uint leaf)
    {
        if ((Ask(0x7).Ebx & SgxBit) == 0)
        {
            return;
        }

        Store(leaf, 0);
        Store(leaf, 1);
        ReadWhile(leaf, 2, static item => (item.Eax & 0xf) != 0);
    }

    private X86Item Store(uint leaf, uint subleaf)
    {
        X86Item item = Ask(leaf, subleaf);
        _items.Add(item);
        return item;
    }

    private X86Item Ask(uint leaf, uint subleaf = 0)
    {
        _asked.Add((leaf, subleaf));
        return _source.Read(leaf, subleaf);
    }
}
