using System.Diagnostics.CodeAnalysis;
using NVirt.Xml;

namespace NVirt.Cpu;

/// <summary>
/// One feature of a definition. The default has no name and means nothing. As text it is <c>avx</c> without a policy, and
/// <c>avx=require</c> with one; the marks <c>+avx</c> (require), <c>-avx</c> (disable), <c>!avx</c> (force), <c>?avx</c> (optional) and
/// <c>~avx</c> (forbid) are read, too.
/// </summary>
/// <param name="Name">The feature's name, as in the CPU map; not checked against it.</param>
/// <param name="Policy">The guest's policy for it; <see langword="null"/> in host definitions.</param>
public readonly record struct CpuFeature(string Name, CpuPolicy? Policy = null) : ISpanParsable<CpuFeature>
{
    // By enumeration value.
    private const string Marks = "!+?-~";

    /// <summary>The name, with the policy if there is one: <c>avx=require</c>; <see cref="Parse(string)"/> reads it.</summary>
    public override string ToString() => Policy is { } policy ? $"{Name}={CpuWords.Of(policy)}" : Name;

    /// <summary>Reads a feature: <c>avx</c>, <c>avx=require</c>, or the name after a mark.</summary>
    /// <param name="s">The text, without blanks around it. The name is not looked up.</param>
    /// <exception cref="FormatException">There is no name, it contains a blank or an equals sign, or the policy is unknown.</exception>
    public static CpuFeature Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan());
    }

    /// <summary>Reads a feature, as <see cref="Parse(string)"/>.</summary>
    /// <exception cref="FormatException">It is not a feature.</exception>
    public static CpuFeature Parse(ReadOnlySpan<char> s) => TryParse(s, out CpuFeature feature)
        ? feature
        : throw new FormatException(Text.Of(Messages.Parse_NoFeature, s.ToString()));

    /// <summary>Reads a feature, as <see cref="Parse(string)"/>.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, out CpuFeature result) => TryParse(s.AsSpan(), out result);

    /// <summary>Reads a feature, as <see cref="Parse(string)"/>.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, out CpuFeature result)
    {
        result = default;
        CpuPolicy? policy = null;
        if (!s.IsEmpty && Marks.IndexOf(s[0], StringComparison.Ordinal) is >= 0 and var mark)
        {
            policy = (CpuPolicy)mark;
            s = s[1..];
        }
        else if (s.IndexOf('=') is >= 0 and var place)
        {
            if (!CpuWords.TryParse(s[(place + 1)..], out CpuPolicy named))
            {
                return false;
            }

            policy = named;
            s = s[..place];
        }

        if (s.IsEmpty || s.Contains('=') || s.ContainsAny(" \t\r\n"))
        {
            return false;
        }

        result = new CpuFeature(s.ToString(), policy);
        return true;
    }

    // The form is the same in every culture.
    static CpuFeature IParsable<CpuFeature>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<CpuFeature>.TryParse(string? s, IFormatProvider? provider, out CpuFeature result) => TryParse(s, out result);

    static CpuFeature ISpanParsable<CpuFeature>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<CpuFeature>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out CpuFeature result) =>
        TryParse(s, out result);
}
