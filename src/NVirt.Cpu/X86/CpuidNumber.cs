using NVirt.Xml;

namespace NVirt.Cpu.X86;

/// <summary>A number in the settings of hypervisors: decimal, or hexadecimal with <c>0x</c>, of at most 32 bits.</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public static class CpuidNumber
{
    /// <summary>Reads it. A leading zero is refused, because it could mean an octal number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out uint number)
    {
        // The digits are checked first: .NET ignores zero characters at the end.
        number = 0;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            ReadOnlySpan<char> digits = text[2..];
            return IsAll(digits, char.IsAsciiHexDigit)
                && Digits.TryParseHex(digits, out number);
        }

        return IsAll(text, char.IsAsciiDigit) && (text is ['0'] or not ['0', ..])
            && Digits.TryParse(text, out number);
    }

    private static bool IsAll(ReadOnlySpan<char> text, Predicate<char> condition)
    {
        foreach (char c in text)
        {
            if (!condition(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
