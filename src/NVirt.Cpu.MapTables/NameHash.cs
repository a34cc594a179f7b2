using System.Collections.Generic;

namespace NVirt.Cpu.MapTables;

/// <summary>
/// The hash tables from names to indexes: open addressing in a power of two at least twice as large as the number of names.
/// </summary>
public static class NameHash
{
    /// <summary>The hash of an empty name (FNV-1a).</summary>
    public const uint Seed = 2166136261;

    /// <summary>Each character is combined with the hash by exclusive or, and the result is multiplied by this, modulo 2^32.</summary>
    public const uint Prime = 16777619;

    /// <summary>A slot contains 0 or an index + 1.</summary>
    internal static ushort[] Build(IReadOnlyList<string> names)
    {
        int size = 16;
        while (size < names.Count * 2)
        {
            size *= 2;
        }

        ushort[] slots = new ushort[size];
        for (int i = 0; i < names.Count; i++)
        {
            uint hash = Seed;
            foreach (char c in names[i])
            {
                hash = unchecked((hash ^ c) * Prime);
            }

            uint slot = hash & (uint)(size - 1);
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & (uint)(size - 1);
            }

            slots[slot] = (ushort)(i + 1);
        }

        return slots;
    }
}
