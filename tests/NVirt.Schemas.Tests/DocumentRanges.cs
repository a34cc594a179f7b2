using System.Numerics;
using System.Text.RegularExpressions;

namespace NVirt.Schemas.Tests;

/// <summary>What two sentences about one mistake expect: ranges of integers, and words.</summary>
internal static partial class DocumentRanges
{
    /// <summary>
    /// Whether the sentences are the same but for what they expect, and one of both expects a part of what the other does.
    /// </summary>
    public static bool IsOneWithin(string one, string other)
    {
        (string First, string[] Expected) a = Split(one);
        (string First, string[] Expected) b = Split(other);
        return a.First == b.First && (IsWithin(a.Expected, b.Expected) || IsWithin(b.Expected, a.Expected));
    }

    private static (string First, string[] Expected) Split(string sentence)
    {
        string[] parts = sentence.Split("; expected ", 2);
        return (parts[0], parts.Length == 1 ? [] : parts[1].Split("; did you mean ")[0].Split([" or ", ", "], StringSplitOptions.None));
    }

    private static bool IsWithin(string[] part, string[] whole) =>
        part.Length > 0 && part.All(p => whole.Any(w => w == p) || (Range(p) is { } inner && Covers(whole, inner)));

    // "0 or an integer from 1 to 5" is one range that is told in two parts.
    private static bool Covers(string[] whole, (BigInteger Low, BigInteger High) range)
    {
        BigInteger next = range.Low;
        foreach ((BigInteger low, BigInteger high) in whole.Select(Range).OfType<(BigInteger Low, BigInteger High)>().OrderBy(r => r.Low))
        {
            next = low <= next && high >= next ? high + 1 : next;
        }

        return next > range.High;
    }

    private static (BigInteger Low, BigInteger High)? Range(string text) =>
        Form().Match(text) is { Success: true } match
            ? (BigInteger.Parse(match.Groups["low"].Value, null), BigInteger.Parse(match.Groups["high"].Value, null))
            : BigInteger.TryParse(text, null, out BigInteger single) ? (single, single)
            : null;

    [GeneratedRegex("^an integer from (?<low>[0-9]+) to (?<high>[0-9]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
