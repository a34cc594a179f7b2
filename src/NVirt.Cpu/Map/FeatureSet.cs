using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map;

/// <summary>
/// A set of features of one map: one bit per feature. 64 bytes, no allocation; the default is the empty set. Uses four vectors of
/// 128 bits, which every processor supported by .NET has, so that this code can be compiled ahead of time.
/// </summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct FeatureSet : IEquatable<FeatureSet>
{
    /// <summary>64-bit words; the tables are built for the same number.</summary>
    public const int Words = X86TableBuilder.Words;

    private Vector128<ulong> _a;
    private Vector128<ulong> _b;
    private Vector128<ulong> _c;
    private Vector128<ulong> _d;

    private FeatureSet(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c, Vector128<ulong> d)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
    }

    /// <summary>Whether it is empty.</summary>
    public readonly bool IsEmpty => (_a | _b | _c | _d) == Vector128<ulong>.Zero;

    /// <summary>The number of features in it.</summary>
    public readonly int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in AsWords(in this))
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>Reads sets directly from a table, eight words each.</summary>
    public static ReadOnlySpan<FeatureSet> In(ReadOnlySpan<ulong> table) => MemoryMarshal.Cast<ulong, FeatureSet>(table);

    /// <summary>The words of a set, the lowest bits first.</summary>
    public static ReadOnlySpan<ulong> AsWords(ref readonly FeatureSet set) =>
        MemoryMarshal.Cast<FeatureSet, ulong>(MemoryMarshal.CreateReadOnlySpan(in set, 1));

    /// <summary>Whether a feature, by its index, is in it.</summary>
    public readonly bool Contains(int feature) => (AsWords(in this)[feature >> 6] >> feature & 1) != 0;

    /// <summary>Adds a feature, by its index.</summary>
    public void Add(int feature) => Word(feature) |= 1UL << feature;

    /// <summary>Removes a feature, by its index.</summary>
    public void Remove(int feature) => Word(feature) &= ~(1UL << feature);

    /// <summary>Whether every feature of <paramref name="other"/> is in this set.</summary>
    public readonly bool Covers(in FeatureSet other) => (other - this).IsEmpty;

    /// <summary>Whether the two have a feature in common.</summary>
    public readonly bool Overlaps(in FeatureSet other) => !(this & other).IsEmpty;

    /// <inheritdoc/>
    public readonly bool Equals(FeatureSet other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is FeatureSet other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(MemoryMarshal.AsBytes(AsWords(in this)));
        return hash.ToHashCode();
    }

    /// <summary>The features in map order.</summary>
    public readonly Enumerator GetEnumerator() => new(this);

    /// <summary>Union.</summary>
    public static FeatureSet operator |(in FeatureSet a, in FeatureSet b) => new(a._a | b._a, a._b | b._b, a._c | b._c, a._d | b._d);

    /// <summary>Intersection.</summary>
    public static FeatureSet operator &(in FeatureSet a, in FeatureSet b) => new(a._a & b._a, a._b & b._b, a._c & b._c, a._d & b._d);

    /// <summary>Difference.</summary>
    public static FeatureSet operator -(in FeatureSet a, in FeatureSet b) => new(a._a & ~b._a, a._b & ~b._b, a._c & ~b._c, a._d & ~b._d);

    /// <summary>Complement; bits without a feature are set too, so use it only inside an intersection.</summary>
    public static FeatureSet operator ~(in FeatureSet a) => new(~a._a, ~a._b, ~a._c, ~a._d);

    /// <summary>Whether both have the same features.</summary>
    public static bool operator ==(in FeatureSet a, in FeatureSet b) => a.Equals(b);

    /// <summary>Whether they differ in a feature.</summary>
    public static bool operator !=(in FeatureSet a, in FeatureSet b) => !a.Equals(b);

    [UnscopedRef]
    private ref ulong Word(int feature) => ref MemoryMarshal.Cast<FeatureSet, ulong>(new Span<FeatureSet>(ref this))[feature >> 6];

    /// <summary>Walks the set bits from the lowest.</summary>
    public struct Enumerator
    {
        private readonly FeatureSet _set;
        private ulong _rest;
        private int _index;

        internal Enumerator(in FeatureSet set)
        {
            _set = set;
            _rest = AsWords(in set)[0];
        }

        /// <summary>The place of a feature.</summary>
        public int Current { get; private set; }

        /// <summary>Moves to the next feature.</summary>
        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_index >= Words)
                {
                    return false;
                }

                _rest = AsWords(in _set)[_index];
            }

            Current = (_index * 64) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
