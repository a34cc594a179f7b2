using System.Text;
using NVirt.Cpu.Map.Build;

namespace NVirt.Cpu.Map;

/// <summary>Names of a table: slices of its text, made into strings when first asked for.</summary>
internal sealed class NameTable(int count)
{
    private readonly string?[] _strings = new string?[count];

    /// <summary>The name at a place. Two threads may make the same string at once, which does no harm.</summary>
    public string Get(X86Tables tables, ReadOnlySpan<int> offsets, int place) =>
        _strings[place] ??= Encoding.ASCII.GetString(tables.Text[offsets[place]..offsets[place + 1]]);

    /// <summary>Finds a name through its hash table.</summary>
    /// <returns>The place, or -1.</returns>
    public static int Find(X86Tables tables, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> slots, ReadOnlySpan<char> name)
    {
        uint hash = NameHash.Seed;
        foreach (char c in name)
        {
            hash = NameHash.Step(hash, c);
        }

        uint mask = (uint)slots.Length - 1;
        for (uint slot = hash & mask; slots[(int)slot] != 0; slot = (slot + 1) & mask)
        {
            int place = slots[(int)slot] - 1;
            if (Ascii.Equals(tables.Text[offsets[place]..offsets[place + 1]], name))
            {
                return place;
            }
        }

        return -1;
    }
}
