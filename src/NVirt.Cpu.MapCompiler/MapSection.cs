using System;
using System.Globalization;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.MapCompiler;

/// <summary>The leaf or MSR that a [section] of a map file names: what the bits below it are bits of.</summary>
internal sealed class MapSection
{
    public const string Expected = "[cpuid LEAF.SUBLEAF] or [msr INDEX], numbers in hexadecimal with 0x";
    public const string ExpectedBit = "a bit such as ecx.5 (of an MSR: eax is the low half, edx the high one)";

    /// <summary>The names of registers by their numbers.</summary>
    public static readonly string[] Registers = ["eax", "ebx", "ecx", "edx"];

    private const int LowHalf = 0;
    private const int HighHalf = 3;

    private readonly bool _isMsr;
    private readonly uint _leaf;
    private readonly uint _subleaf;

    private MapSection(bool isMsr, uint leaf, uint subleaf)
    {
        _isMsr = isMsr;
        _leaf = leaf;
        _subleaf = subleaf;
    }

    public static bool TryParse(string text, out MapSection? section)
    {
        string[] words = text.TrimStart('[').TrimEnd(']').Split(' ');
        string[] numbers = words.Length == 2 ? words[1].Split('.') : [];
        bool msr = words[0] == "msr";
        uint subleaf = 0;
        if ((msr || words[0] == "cpuid") && numbers.Length > 0 && MapLine.TryHex(numbers[0], out uint leaf)
            && (numbers.Length == 1 || (numbers.Length == 2 && !msr && MapLine.TryHex(numbers[1], out subleaf))))
        {
            section = new MapSection(msr, leaf, subleaf);
            return true;
        }

        section = null;
        return false;
    }

    /// <summary>One bit of the leaf or MSR, such as <c>ecx.5</c>.</summary>
    public bool TryBit(string text, out BitSource? bit)
    {
        string[] where = text.Split('.');
        int register = Array.IndexOf(Registers, where[0]);
        int number = 0;
        bool isBit = register >= 0 && where.Length == 2
            && int.TryParse(where[1], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= 31
            && (!_isMsr || register is LowHalf or HighHalf);
        bit = isBit ? new BitSource(_isMsr, _leaf, _subleaf, register, number) : null;
        return isBit;
    }
}
