using NVirt.Xml;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>What Linux's <c>/proc/cpuinfo</c> reports beyond CPUID on x86.</summary>
/// <param name="Microcode">Microcode revision; 0 if unknown.</param>
/// <param name="PhysicalBits">Bits of a physical address, or <see langword="null"/>.</param>
/// <param name="VirtualBits">Bits of a virtual address, or <see langword="null"/>.</param>
internal readonly record struct CpuInfo(uint Microcode, int? PhysicalBits, int? VirtualBits)
{
    /// <summary>Space for the first processor's entry. The rest repeats it, and is slow to read on large machines.</summary>
    public const int ReadBytes = 16 * 1024;

    private const int MicrocodeWithin = 4 * 1024;

    /// <summary>From the beginning of the file. A line that is missing or malformed leaves its values unknown.</summary>
    public static CpuInfo Parse(ReadOnlySpan<char> text)
    {
        (int? physical, int? @virtual) = AddressSizes(CpuInfoText.ValueOf(text, "address sizes"));
        return new CpuInfo(Number(CpuInfoText.ValueOf(text[..Math.Min(text.Length, MicrocodeWithin)], "microcode")), physical, @virtual);
    }

    // The base by its prefix, as in strtoul(3): 0x hexadecimal, a leading 0 octal.
    private static uint Number(ReadOnlySpan<char> text)
    {
        uint number;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return Digits.TryParseHex(text[2..], out number) ? number : 0;
        }

        if (text.StartsWith("0", StringComparison.Ordinal))
        {
            return Octal(text);
        }

        return Digits.TryParse(text, out number) ? number : 0;
    }

    private static uint Octal(ReadOnlySpan<char> text)
    {
        uint number = 0;
        foreach (char c in text)
        {
            if (c is < '0' or > '7' || number > uint.MaxValue >> 3)
            {
                return 0;
            }

            number = (number << 3) | (uint)(c - '0');
        }

        return number;
    }

    // 48 bits physical, 48 bits virtual
    internal static (int? Physical, int? Virtual) AddressSizes(ReadOnlySpan<char> text)
    {
        int comma = text.IndexOf(',');
        return comma < 0 ? (Bits(text), null) : (Bits(text[..comma]), Bits(text[(comma + 1)..]));
    }

    private static int? Bits(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        int end = text.IndexOf(' ');
        ReadOnlySpan<char> word = end < 0 ? text : text[..end];
        bool isNumber = Digits.TryParse(word, out int bits);
        return isNumber && bits is > 0 and <= 64 ? bits : null;
    }
}
