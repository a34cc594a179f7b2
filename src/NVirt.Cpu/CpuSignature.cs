using System.Diagnostics.CodeAnalysis;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>
/// Family, model and stepping of an x86 processor, extended parts included. The default is all zero: unknown. As text it is the three
/// numbers, <c>6/158/10</c>.
/// </summary>
/// <param name="Family">Family, 0 to 270; 0 means unknown and is not written.</param>
/// <param name="Model">Model, 0 to 255.</param>
/// <param name="Stepping">Stepping, 0 to 15.</param>
public readonly record struct CpuSignature(uint Family, uint Model, uint Stepping) : ISpanParsable<CpuSignature>
{
    private const uint MaxFamily = 270;
    private const uint MaxModel = 255;
    private const uint MaxStepping = 15;

    /// <summary>The three numbers, <c>6/158/10</c>; <see cref="Parse(string)"/> reads it.</summary>
    public override string ToString() => Text.Of("{0}/{1}/{2}", Family, Model, Stepping);

    /// <summary>Reads a signature: three decimal numbers with slashes, each within its range.</summary>
    /// <param name="s">The text, <c>6/158/10</c>.</param>
    /// <exception cref="FormatException">It is not a signature.</exception>
    public static CpuSignature Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan());
    }

    /// <summary>Reads a signature, as <see cref="Parse(string)"/>.</summary>
    /// <exception cref="FormatException">It is not a signature.</exception>
    public static CpuSignature Parse(ReadOnlySpan<char> s) => TryParse(s, out CpuSignature signature)
        ? signature
        : throw new FormatException(Text.Of(Messages.Parse_NoSignature, s.ToString()));

    /// <summary>Reads a signature, as <see cref="Parse(string)"/>.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, out CpuSignature result) => TryParse(s.AsSpan(), out result);

    /// <summary>Reads a signature, as <see cref="Parse(string)"/>.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, out CpuSignature result)
    {
        Span<Range> parts = stackalloc Range[4];
        result = default;
        if (s.Split(parts, '/') != 3
            || !TryNumber(s[parts[0]], MaxFamily, out uint family)
            || !TryNumber(s[parts[1]], MaxModel, out uint model)
            || !TryNumber(s[parts[2]], MaxStepping, out uint stepping))
        {
            return false;
        }

        result = new CpuSignature(family, model, stepping);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, uint max, out uint number) =>
        Digits.TryParse(text, out number) && number <= max;

    // The form is the same in every culture.
    static CpuSignature IParsable<CpuSignature>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<CpuSignature>.TryParse(string? s, IFormatProvider? provider, out CpuSignature result) => TryParse(s, out result);

    static CpuSignature ISpanParsable<CpuSignature>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<CpuSignature>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out CpuSignature result) =>
        TryParse(s, out result);
}
