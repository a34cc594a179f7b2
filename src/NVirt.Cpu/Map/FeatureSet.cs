using System.Numerics;
using System.Runtime.CompilerServices;

namespace NVirt.Cpu.Map;

/// <summary>A set of features of one map: a bit for each feature's place. 64 bytes, no allocation; the default is the empty set.</summary>
internal struct FeatureSet : IEquatable<FeatureSet>
{
    /// <summary>64-bit words; the tables are built for the same number.</summary>
    public const int Words = Build.X86TableBuilder.Words;

    // Not the set itself: foreach over an inline array gives its words.
    private Array _words;

    /// <summary>The set whose words stand in a table.</summary>
    public static FeatureSet From(ReadOnlySpan<ulong> words)
    {
        FeatureSet set = default;
        words[..Words].CopyTo(set._words);
        return set;
    }

    public readonly bool IsEmpty
    {
        get
        {
            ulong any = 0;
            for (int i = 0; i < Words; i++)
            {
                any |= _words[i];
            }

            return any == 0;
        }
    }

    public readonly int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < Words; i++)
            {
                count += BitOperations.PopCount(_words[i]);
            }

            return count;
        }
    }

    public readonly bool Contains(int feature) => (_words[feature >> 6] >> feature & 1) != 0;

    public void Add(int feature) => _words[feature >> 6] |= 1UL << feature;

    public void Remove(int feature) => _words[feature >> 6] &= ~(1UL << feature);

    /// <summary>Whether every feature of <paramref name="other"/> is in this set.</summary>
    public readonly bool Covers(in FeatureSet other) => (other - this).IsEmpty;

    public readonly bool Overlaps(in FeatureSet other) => !(this & other).IsEmpty;

    public readonly bool Equals(FeatureSet other)
    {
        ulong difference = 0;
        for (int i = 0; i < Words; i++)
        {
            difference |= _words[i] ^ other._words[i];
        }

        return difference == 0;
    }

    public override readonly bool Equals(object? obj) => obj is FeatureSet other && Equals(other);

    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        for (int i = 0; i < Words; i++)
        {
            hash.Add(_words[i]);
        }

        return hash.ToHashCode();
    }

    /// <summary>The features in map order.</summary>
    public readonly Enumerator GetEnumerator() => new(this);

    /// <summary>Union.</summary>
    public static FeatureSet operator |(in FeatureSet a, in FeatureSet b)
    {
        FeatureSet result = default;
        for (int i = 0; i < Words; i++)
        {
            result._words[i] = a._words[i] | b._words[i];
        }

        return result;
    }

    /// <summary>Intersection.</summary>
    public static FeatureSet operator &(in FeatureSet a, in FeatureSet b)
    {
        FeatureSet result = default;
        for (int i = 0; i < Words; i++)
        {
            result._words[i] = a._words[i] & b._words[i];
        }

        return result;
    }

    /// <summary>Difference.</summary>
    public static FeatureSet operator -(in FeatureSet a, in FeatureSet b)
    {
        FeatureSet result = default;
        for (int i = 0; i < Words; i++)
        {
            result._words[i] = a._words[i] & ~b._words[i];
        }

        return result;
    }

    /// <summary>Complement; bits without a feature are set too, so use it only inside an intersection.</summary>
    public static FeatureSet operator ~(in FeatureSet a)
    {
        FeatureSet result = default;
        for (int i = 0; i < Words; i++)
        {
            result._words[i] = ~a._words[i];
        }

        return result;
    }

    public static bool operator ==(in FeatureSet a, in FeatureSet b) => a.Equals(b);

    public static bool operator !=(in FeatureSet a, in FeatureSet b) => !a.Equals(b);

    /// <summary>Walks the set bits from the lowest.</summary>
    public struct Enumerator
    {
        private readonly FeatureSet _set;
        private ulong _rest;
        private int _index;

        internal Enumerator(in FeatureSet set)
        {
            _set = set;
            _rest = set._words[0];
        }

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_index >= Words)
                {
                    return false;
                }

                _rest = _set._words[_index];
            }

            Current = (_index * 64) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }

    [InlineArray(Words)]
    private struct Array
    {
        private ulong _first;
    }
}
