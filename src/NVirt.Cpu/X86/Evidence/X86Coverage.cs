using System.Collections.Frozen;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.X86.Evidence;

/// <summary>
/// What was read from a source: leaves, sub-leaves and MSRs, or single features by name. What was read but is not in the data is absent.
/// </summary>
/// <remarks>For NVirt.Cpu.Probe, which tells by it what a source does not say; others need only <see cref="CpuSource"/>.</remarks>
public sealed class X86Coverage
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

    /// <summary>Everything was read: libvirt's <c>cpudata</c>, and hosts that are read from a definition (cpu-rules.md 5).</summary>
    public static X86Coverage Complete { get; } =
        new(FrozenSet<(uint, uint)>.Empty, FrozenDictionary<uint, X86MsrSource>.Empty, isComplete: true);

    /// <summary>Whether nothing is left unread.</summary>
    public bool IsComplete { get; }

    /// <summary>
    /// The features for which the source says yes or no, by the map's names, if it lists features instead of registers; otherwise
    /// <see langword="null"/>.
    /// </summary>
    public IReadOnlyCollection<string>? Features { get; private init; }

    /// <summary>These leaves and sub-leaves, and no MSR.</summary>
    public static X86Coverage Of(IEnumerable<(uint Leaf, uint Subleaf)> leaves) =>
        new(leaves.ToFrozenSet(), FrozenDictionary<uint, X86MsrSource>.Empty);

    /// <summary>The leaves in a dump, and no MSR.</summary>
    public static X86Coverage Of(IEnumerable<X86Item> items) => Of(items.Where(i => !i.IsMsr).Select(i => (i.Leaf, i.Subleaf)));

    /// <summary>These features, whose bits in the data mean yes or no, and no complete register.</summary>
    public static X86Coverage OfFeatures(IReadOnlyCollection<string> features) =>
        new(FrozenSet<(uint, uint)>.Empty, FrozenDictionary<uint, X86MsrSource>.Empty) { Features = features };

    /// <summary>The same leaves, and these MSRs.</summary>
    public X86Coverage WithMsrs(IEnumerable<X86MsrReading> msrs) =>
        new(_leaves, msrs.ToFrozenDictionary(m => m.Index, m => m.Source), IsComplete) { Features = Features };

    /// <summary>Whether a leaf and sub-leaf was read.</summary>
    public bool HasCpuid(uint leaf, uint subleaf) => IsComplete || _leaves.Contains((leaf, subleaf));

    /// <summary>Whether the value of an MSR was read, from any source.</summary>
    public bool HasMsr(uint index) => IsComplete || MsrSource(index) is X86MsrSource.Device or X86MsrSource.Kvm;

    /// <summary>What is known about an MSR.</summary>
    public X86MsrSource MsrSource(uint index) => _msrs.GetValueOrDefault(index, X86MsrSource.Unknown);
}
