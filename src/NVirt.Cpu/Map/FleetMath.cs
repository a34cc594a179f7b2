using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NVirt.Cpu.Map;

/// <summary>
/// Operations over very many feature sets. Written with 512-bit vectors, which .NET executes in whatever width the processor has: one
/// instruction with AVX-512, two with AVX2, four with SSE or NEON.
/// </summary>
internal static class FleetMath
{
    // Hosts that are transposed at once: a 512-bit vector holds one bit of each.
    private const int BlockHosts = 512;
    private const int GroupHosts = 64;

    /// <summary>What all sets have in common; for no sets, everything.</summary>
    public static FeatureSet Intersect(ReadOnlySpan<FeatureSet> sets)
    {
        ReadOnlySpan<Vector512<ulong>> rows = MemoryMarshal.Cast<FeatureSet, Vector512<ulong>>(sets);
        Vector512<ulong> a = Vector512<ulong>.AllBitsSet;
        Vector512<ulong> b = a;
        int i = 0;
        for (; i + 1 < rows.Length; i += 2)
        {
            a &= rows[i];
            b &= rows[i + 1];
        }

        if (i < rows.Length)
        {
            a &= rows[i];
        }

        Vector512<ulong> all = a & b;
        return MemoryMarshal.Cast<Vector512<ulong>, FeatureSet>(new ReadOnlySpan<Vector512<ulong>>(in all))[0];
    }

    /// <summary>Counts, for each of the wanted sets, the hosts that contain it.</summary>
    /// <remarks>
    /// Blocks of hosts are transposed, so that one vector holds one feature of 512 hosts; a wanted set then costs one AND for
    /// each of its features, instead of a comparison per host.
    /// </remarks>
    public static int[] CountContaining(ReadOnlySpan<FeatureSet> hosts, ReadOnlySpan<FeatureSet> wanted)
    {
        int[] counts = new int[wanted.Length];
        ushort[][] features = new ushort[wanted.Length][];
        FeatureSet used = default;
        for (int i = 0; i < wanted.Length; i++)
        {
            features[i] = Places(wanted[i]);
            used |= wanted[i];
        }

        Vector512<ulong>[] columns = new Vector512<ulong>[FeatureSet.Words * 64];
        ushort[] usedPlaces = Places(used);
        for (int start = 0; start < hosts.Length; start += BlockHosts)
        {
            ReadOnlySpan<FeatureSet> block = hosts.Slice(start, Math.Min(BlockHosts, hosts.Length - start));
            Vector512<ulong> present = Turn(block, columns, usedPlaces);
            for (int i = 0; i < features.Length; i++)
            {
                counts[i] += CountBits(AndAll(present, columns, features[i]));
            }
        }

        return counts;
    }

    private static Vector512<ulong> AndAll(Vector512<ulong> hosts, Vector512<ulong>[] columns, ushort[] features)
    {
        Vector512<ulong> other = hosts;
        int i = 0;
        for (; i + 1 < features.Length; i += 2)
        {
            hosts &= columns[features[i]];
            other &= columns[features[i + 1]];
        }

        return i < features.Length ? hosts & other & columns[features[i]] : hosts & other;
    }

    /// <summary>
    /// Fills the columns of the used features: bit h of a column is the feature of host h. Returns a bit for every host there is.
    /// </summary>
    private static Vector512<ulong> Turn(ReadOnlySpan<FeatureSet> block, Vector512<ulong>[] columns, ushort[] used)
    {
        Span<ulong> words = MemoryMarshal.Cast<Vector512<ulong>, ulong>(columns.AsSpan());
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[GroupHosts];
        Span<ulong> present = stackalloc ulong[FeatureSet.Words];
        present.Clear();
        ReadOnlySpan<Vector512<ulong>> hosts = MemoryMarshal.Cast<FeatureSet, Vector512<ulong>>(block);
        for (int group = 0; group < BlockHosts / GroupHosts; group++)
        {
            int first = Math.Min(group * GroupHosts, hosts.Length);
            int count = Math.Min(GroupHosts, hosts.Length - first);
            rows.Clear();
            hosts.Slice(first, count).CopyTo(rows);
            present[group] = count == GroupHosts ? ulong.MaxValue : (1UL << count) - 1;
            Transpose(rows);

            // Row f of lane w now holds the feature w * 64 + f of the 64 hosts.
            ReadOnlySpan<ulong> turned = MemoryMarshal.Cast<Vector512<ulong>, ulong>(rows);
            foreach (ushort feature in used)
            {
                words[(feature * FeatureSet.Words) + group] = turned[((feature & 63) * FeatureSet.Words) + (feature >> 6)];
            }
        }

        return Vector512.Create<ulong>(present);
    }

    // Transposes eight 64 x 64 bit matrices at once, one per lane: blocks off the diagonal change places, then smaller ones inside them.
    private static void Transpose(Span<Vector512<ulong>> rows)
    {
        ulong low = 0x00000000ffffffff;
        for (int size = 32; size != 0; size >>= 1, low ^= low << size)
        {
            Vector512<ulong> mask = Vector512.Create(low);
            for (int row = 0; row < GroupHosts; row = ((row | size) + 1) & ~size)
            {
                Vector512<ulong> swapped = ((rows[row] >>> size) ^ rows[row | size]) & mask;
                rows[row] ^= swapped << size;
                rows[row | size] ^= swapped;
            }
        }
    }

    private static int CountBits(Vector512<ulong> bits)
    {
        int count = 0;
        for (int i = 0; i < Vector512<ulong>.Count; i++)
        {
            count += BitOperations.PopCount(bits[i]);
        }

        return count;
    }

    private static ushort[] Places(in FeatureSet set)
    {
        ushort[] places = new ushort[set.Count];
        int i = 0;
        foreach (int place in set)
        {
            places[i++] = (ushort)place;
        }

        return places;
    }
}
