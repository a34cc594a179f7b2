using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map;

/// <summary>Names in a table: slices of its text, converted to strings when first needed.</summary>
/// <remarks>
/// Plain loops on purpose: the library's vectorised ones load a hundred types when first used, which took four of the five
/// milliseconds that the first look-up of a process cost. Names are short.
/// </remarks>
internal sealed class NameTable(int count)
{
    private readonly string?[] _strings = new string?[count];

    /// <summary>The name at an index. If two threads create the same string, that does no harm.</summary>
    public string Get(X86Tables tables, ReadOnlySpan<int> offsets, int place) =>
        _strings[place] ??= ToText(tables.Text[offsets[place]..offsets[place + 1]]);

    /// <summary>The string of ASCII characters.</summary>
    public static string ToText(ReadOnlySpan<byte> ascii)
    {
        Span<char> text = ascii.Length <= 64 ? stackalloc char[ascii.Length] : new char[ascii.Length];
        for (int i = 0; i < ascii.Length; i++)
        {
            text[i] = (char)ascii[i];
        }

        return new string(text);
    }

    /// <summary>Finds a name through its hash table.</summary>
    /// <returns>The index, or -1.</returns>
    public static int Find(X86Tables tables, ReadOnlySpan<int> offsets, ReadOnlySpan<ushort> slots, ReadOnlySpan<char> name)
    {
        uint hash = NameHash.Seed;
        foreach (char c in name)
        {
            hash = (hash ^ c) * NameHash.Prime;
        }

        uint mask = (uint)slots.Length - 1;
        for (uint slot = hash & mask; slots[(int)slot] != 0; slot = (slot + 1) & mask)
        {
            int place = slots[(int)slot] - 1;
            if (AreEqual(tables.Text[offsets[place]..offsets[place + 1]], name))
            {
                return place;
            }
        }

        return -1;
    }

    private static bool AreEqual(ReadOnlySpan<byte> ascii, ReadOnlySpan<char> name)
    {
        if (ascii.Length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < ascii.Length; i++)
        {
            if (ascii[i] != name[i])
            {
                return false;
            }
        }

        return true;
    }
}
