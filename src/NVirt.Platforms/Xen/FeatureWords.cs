using System.Globalization;
using NVirt.Cpu.Map;
using NVirt.Platforms.Facts;
using NVirt.Xml;

namespace NVirt.Platforms.Xen;

/// <summary>The words of a Xen feature set (formats.md 13).</summary>
internal static class FeatureWords
{
    /// <summary>The words that there are.</summary>
    public static int Most => PlatformFacts.XenWords.Rows.Length;

    /// <summary>Reads words of eight digits.</summary>
    /// <param name="text">The words.</param>
    /// <param name="separator">What is between them.</param>
    /// <returns><see langword="null"/> if it is not such a list, or too long.</returns>
    public static uint[]? Parse(string text, char separator)
    {
        string[] parts = text.Split(separator);
        uint[] words = new uint[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length != 8 || !Digits.TryParseHex(parts[i], out words[i]))
            {
                return null;
            }
        }

        return words.Length <= Most ? words : null;
    }

    public static string Format(IEnumerable<uint> words, char separator) =>
        string.Join(separator, words.Select(w => w.ToString("x8", CultureInfo.InvariantCulture)));

    /// <summary>Says what the words say; beyond them, nothing is known.</summary>
    public static void Apply(StatementBuilder statement, ReadOnlySpan<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (RegisterOf(statement.Space, i) is >= 0 and var register)
            {
                FeatureSet yes = default;
                statement.Space.Map.X86.AddFeatures(ref yes, register, words[i]);
                statement.AddYes(yes);
                statement.AddNo(statement.Space.FeaturesIn(register) - yes);
            }
        }
    }

    /// <summary>The features of words.</summary>
    public static FeatureSet FeaturesOf(FeatureSpace space, ReadOnlySpan<uint> words)
    {
        FeatureSet set = default;
        for (int i = 0; i < words.Length; i++)
        {
            if (RegisterOf(space, i) is >= 0 and var register)
            {
                space.Map.X86.AddFeatures(ref set, register, words[i]);
            }
        }

        return set;
    }

    /// <summary>The words of features; features without a place in them are given back.</summary>
    public static (uint[] Words, FeatureSet Unplaced) Of(FeatureSpace space, in FeatureSet features, int length)
    {
        uint[] words = new uint[length];
        FeatureSet rest = features;
        for (int i = 0; i < length; i++)
        {
            int register = RegisterOf(space, i);
            for (int bit = 0; register >= 0 && bit < 32; bit++)
            {
                FeatureSet one = default;
                space.Map.X86.AddFeatures(ref one, register, 1u << bit);
                if (!one.IsEmpty && features.Covers(one))
                {
                    words[i] |= 1u << bit;
                    rest -= one;
                }
            }
        }

        return (words, rest);
    }

    // The map's number of the register that a word is; negative if the map has no feature there.
    private static int RegisterOf(FeatureSpace space, int word)
    {
        X86Register wanted = XenWord.Of(PlatformFacts.XenWords.Rows[word]);
        foreach ((int index, X86Register register) in space.Registers)
        {
            if (register == wanted)
            {
                return index;
            }
        }

        return -1;
    }
}
