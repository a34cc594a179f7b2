using System.Collections.Generic;

namespace NVirt.Cpu.Map.Build;

/// <summary>The hash tables from names to places: open addressing over a power of two at least twice as large as the number of names.</summary>
internal static class NameHash
{
    public const uint Seed = 2166136261;

    /// <summary>One step of FNV-1a.</summary>
    public static uint Step(uint hash, uint character) => unchecked((hash ^ character) * 16777619);

    /// <summary>A slot holds 0 or a place + 1.</summary>
    public static ushort[] Build(IReadOnlyList<string> names)
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
                hash = Step(hash, c);
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
