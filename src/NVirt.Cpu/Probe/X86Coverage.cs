using System.Collections.Frozen;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>Which leaves, sub-leaves and MSRs a source was read for. What was read and is not in the data is absent.</summary>
internal sealed class X86Coverage
{
    private readonly FrozenSet<(uint Leaf, uint Subleaf)> _leaves;
    private readonly FrozenDictionary<uint, X86MsrSource> _msrs;

    private X86Coverage(
        FrozenSet<(uint Leaf, uint Subleaf)> leaves, FrozenDictionary<uint, X86MsrSource> msrs, bool isComplete = false)
    {
        _leaves = leaves;
        _msrs = msrs;
        IsComplete = isComplete;
    }

    /// <summary>Everything was read: libvirt's <c>cpudata</c>, and hosts that are read from a definition (cpu-core.md 5).</summary>
    public static X86Coverage Complete { get; } =
        new(FrozenSet<(uint, uint)>.Empty, FrozenDictionary<uint, X86MsrSource>.Empty, isComplete: true);

    /// <summary>Whether nothing is left unread.</summary>
    public bool IsComplete { get; }

    /// <summary>These leaves and sub-leaves, and no MSR.</summary>
    public static X86Coverage Of(IEnumerable<(uint Leaf, uint Subleaf)> leaves) =>
        new(leaves.ToFrozenSet(), FrozenDictionary<uint, X86MsrSource>.Empty);

    /// <summary>The leaves that a dump holds, and no MSR.</summary>
    public static X86Coverage Of(IEnumerable<X86Item> items) => Of(items.Where(i => !i.IsMsr).Select(i => (i.Leaf, i.Subleaf)));

    /// <summary>The same leaves, and these MSRs.</summary>
    public X86Coverage WithMsrs(IEnumerable<X86MsrReading> msrs) =>
        new(_leaves, msrs.ToFrozenDictionary(m => m.Index, m => m.Source), IsComplete);

    /// <summary>Whether a leaf and sub-leaf was read.</summary>
    public bool HasCpuid(uint leaf, uint subleaf) => IsComplete || _leaves.Contains((leaf, subleaf));

    /// <summary>Whether the value of an MSR was read, wherever from.</summary>
    public bool HasMsr(uint index) => IsComplete || MsrSource(index) is X86MsrSource.Device or X86MsrSource.Kvm;

    /// <summary>What is known about an MSR.</summary>
    public X86MsrSource MsrSource(uint index) => _msrs.GetValueOrDefault(index, X86MsrSource.Unknown);
}
