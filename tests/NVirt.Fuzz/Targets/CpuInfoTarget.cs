using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cpu.Probe.Linux;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary><c>/proc/cpuinfo</c>, which never fails: malformed values are unknown.</summary>
internal sealed partial class CpuInfoTarget : Target
{
    private const int MicrocodeWithin = 4 * 1024;

    public override string Name => "cpuinfo";

    public override string[] Words =>
    [
        "microcode\t: 0x1a\n", "microcode", "address sizes\t: 46 bits physical, 48 bits virtual\n", "address sizes", ":", "\t", "\n", "\r",
            "0x", "bits",
        "physical,", "virtual", "64", "65", "017", "08",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = Encoding.Latin1.GetString(input);
        CpuInfo info = CpuInfo.Parse(text);
        string[] sizes = (Value(text, "address sizes") ?? string.Empty).Split(',', 2);
        CpuInfo expected = new(
            Microcode(Value(text[..Math.Min(text.Length, MicrocodeWithin)], "microcode") ?? string.Empty),
            Bits(sizes[0]),
            sizes.Length > 1 ? Bits(sizes[1]) : null);
        string signature = $"{info.Microcode != 0} {info.PhysicalBits} {info.VirtualBits}";
        return new Outcome(signature, info == expected ? null : $"{info}, expected {expected}");
    }

    private static string? Value(string text, string key) => LineEnd().Split(text)
        .Select(line => line.Split(':', 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == key)?[1].Trim();

    private static uint Microcode(string text)
    {
        int radix = Hex().IsMatch(text) ? 16 : Octal().IsMatch(text) ? 8 : Decimal().IsMatch(text) ? 10 : 0;
        BigInteger number = 0;
        foreach (char c in radix == 0 ? string.Empty : radix == 16 ? text[2..] : text)
        {
            number = (number * radix) + int.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        return number <= uint.MaxValue ? (uint)number : 0;
    }

    private static int? Bits(string text) => BitsForm().Match(text.Trim()) is { Success: true } match
        && BigInteger.Parse(match.Groups["bits"].Value, CultureInfo.InvariantCulture) is var bits && bits >= 1 && bits <= 64 ? (int)bits
        : null;

    [GeneratedRegex(@"\r\n|[\n\r\f\u0085\u2028\u2029]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\A0[xX][0-9a-fA-F]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hex();

    [GeneratedRegex(@"\A0[0-7]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Octal();

    [GeneratedRegex(@"\A[1-9][0-9]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A(?<bits>[0-9]+)(?: |\z)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BitsForm();
}
