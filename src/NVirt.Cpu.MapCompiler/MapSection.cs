using System;
using System.Globalization;
using NVirt.Cpu.Map.Build;

namespace NVirt.Cpu.MapCompiler;

/// <summary>The leaf or MSR that a [section] of a map file names: what the bits below it are bits of.</summary>
internal sealed class MapSection
{
    public const string Expected = "[cpuid LEAF.SUBLEAF] or [msr INDEX], numbers in hexadecimal with 0x";
    public const string ExpectedBit = "a bit such as ecx.5 (of an MSR: eax is the low half, edx the high one)";

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
        bool known = Enum.TryParse(where[0], ignoreCase: true, out RegisterName register) && char.IsLower(where[0][0]);
        int number = 0;
        bool isBit = known && where.Length == 2 && int.TryParse(where[1], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= 31
            && !(_isMsr && register is RegisterName.Ebx or RegisterName.Ecx);
        bit = isBit ? new BitSource(_isMsr, _leaf, _subleaf, register, number) : null;
        return isBit;
    }
}
