using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NVirt.Xml;

namespace NVirt.Cpu.X86;

/// <summary>
/// CPUID leaves and MSRs of an x86 processor: a sorted set of items with the algebra of cpu-rules.md 2. Bits that no map knows are kept.
/// </summary>
public sealed class X86CpuData : CpuData
{
    private readonly X86Item[] _items;

    private X86CpuData(X86Item[] items)
        : base(CpuArchitecture.X86_64) => _items = items;

    /// <summary>No items.</summary>
    public static X86CpuData Empty { get; } = new([]);

    /// <summary>The items in order: CPUID before MSR, then by key, unsigned.</summary>
    public ImmutableArray<X86Item> Items => ImmutableCollectionsMarshal.AsImmutableArray(_items);

    /// <summary>Whether no item has a bit set.</summary>
    public bool IsEmpty => Array.TrueForAll(_items, i => i.IsZero);

    /// <summary>A set of the given items; items with the same key are ORed together.</summary>
    public static X86CpuData Create(IEnumerable<X86Item> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        List<X86Item> sorted = [.. items];
        sorted.Sort(static (a, b) => a.CompareKey(b));
        List<X86Item> merged = new(sorted.Count);
        foreach (X86Item item in sorted)
        {
            if (merged.Count > 0 && merged[^1].CompareKey(item) == 0)
            {
                merged[^1] = merged[^1].Or(item);
            }
            else
            {
                merged.Add(item);
            }
        }

        return new X86CpuData([.. merged]);
    }

    /// <summary>The item of a CPUID leaf, or <see langword="null"/>.</summary>
    public X86Item? Cpuid(uint leaf, uint subleaf = 0) => Find(X86Item.Cpuid(leaf, subleaf));

    /// <summary>The item of an MSR, or <see langword="null"/>.</summary>
    public X86Item? Msr(uint index) => Find(X86Item.Msr(index, 0, 0));

    /// <summary>Union; all-zero items of <paramref name="other"/> are ignored.</summary>
    public X86CpuData Add(X86CpuData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Create(_items.Concat(other._items.Where(i => !i.IsZero)));
    }

    /// <summary>The items without the bits of <paramref name="other"/>; no item goes away.</summary>
    public X86CpuData Subtract(X86CpuData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new X86CpuData(Array.ConvertAll(_items, i => other.Find(i) is { } o ? i.AndNot(o) : i));
    }

    /// <summary>The items with only the bits of <paramref name="other"/>; items that it lacks become zero.</summary>
    public X86CpuData Intersect(X86CpuData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new X86CpuData(Array.ConvertAll(_items, i => other.Find(i) is { } o ? i.And(o) : i.AndNot(i)));
    }

    /// <summary>Whether every bit of <paramref name="subset"/> is set here.</summary>
    public bool Covers(X86CpuData subset)
    {
        ArgumentNullException.ThrowIfNull(subset);
        return Array.TrueForAll(subset._items, i => i.IsZero || (Find(i) is { } own && i.AndNot(own).IsZero));
    }

    /// <summary>Replaces or adds one item.</summary>
    public X86CpuData With(X86Item item) =>
        new([.. _items.Where(i => i.CompareKey(item) < 0), item, .. _items.Where(i => i.CompareKey(item) > 0)]);

    /// <inheritdoc/>
    public override bool IsIdenticalTo(CpuData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other is X86CpuData x86 && _items.AsSpan().SequenceEqual(x86._items);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => ValueHash.Of(0, Items);

    /// <summary>
    /// Vendor, signature and the number of items: <c>GenuineIntel 6/158/10, CPUID leaves: 34, MSRs: 2</c>; what is not there is left out.
    /// </summary>
    public override string ToString()
    {
        int msrs = _items.Count(i => i.IsMsr);
        string counts = Text.Of("CPUID leaves: {0}, MSRs: {1}", _items.Length - msrs, msrs);
        X86Identity identity = X86Identity.Of(this);
        string name = string.Join(' ', new[] { identity.VendorId, identity.Signature?.ToString() }.Where(w => !string.IsNullOrEmpty(w)));
        return name.Length == 0 ? counts : $"{name}, {counts}";
    }

    /// <summary>The items without copying.</summary>
    internal ReadOnlySpan<X86Item> AsSpan() => _items;

    /// <summary>The item with the same key, or <see langword="null"/>.</summary>
    internal X86Item? Find(X86Item key)
    {
        int low = 0;
        int high = _items.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = _items[middle].CompareKey(key);
            if (order == 0)
            {
                return _items[middle];
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return null;
    }
}
