using System.Collections.Frozen;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>
/// What a source was read for: leaves, sub-leaves and MSRs, or single features by name. What was read and is not in the data is absent.
/// </summary>
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

    /// <summary>
    /// The features of which the source says yes or no, by the map's names, where it speaks of features and not of registers; otherwise
    /// <see langword="null"/>.
    /// </summary>
    public IReadOnlyCollection<string>? Features { get; private init; }

    /// <summary>These leaves and sub-leaves, and no MSR.</summary>
    public static X86Coverage Of(IEnumerable<(uint Leaf, uint Subleaf)> leaves) =>
        new(leaves.ToFrozenSet(), FrozenDictionary<uint, X86MsrSource>.Empty);

    /// <summary>The leaves that a dump holds, and no MSR.</summary>
    public static X86Coverage Of(IEnumerable<X86Item> items) => Of(items.Where(i => !i.IsMsr).Select(i => (i.Leaf, i.Subleaf)));

    /// <summary>These features, whose bits in the data are yes or no, and no register as a whole.</summary>
    public static X86Coverage OfFeatures(IReadOnlyCollection<string> features) =>
        new(FrozenSet<(uint, uint)>.Empty, FrozenDictionary<uint, X86MsrSource>.Empty) { Features = features };

    /// <summary>The same leaves, and these MSRs.</summary>
    public X86Coverage WithMsrs(IEnumerable<X86MsrReading> msrs) =>
        new(_leaves, msrs.ToFrozenDictionary(m => m.Index, m => m.Source), IsComplete) { Features = Features };

    /// <summary>Whether a leaf and sub-leaf was read.</summary>
    public bool HasCpuid(uint leaf, uint subleaf) => IsComplete || _leaves.Contains((leaf, subleaf));

    /// <summary>Whether the value of an MSR was read, wherever from.</summary>
    public bool HasMsr(uint index) => IsComplete || MsrSource(index) is X86MsrSource.Device or X86MsrSource.Kvm;

    /// <summary>What is known about an MSR.</summary>
    public X86MsrSource MsrSource(uint index) => _msrs.GetValueOrDefault(index, X86MsrSource.Unknown);
}
