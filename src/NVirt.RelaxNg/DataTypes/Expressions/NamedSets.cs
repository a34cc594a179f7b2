using System.Globalization;

namespace NVirt.RelaxNg.DataTypes.Expressions;

/// <summary>The named sets of characters in regular expressions of XML Schema.</summary>
internal static class NamedSets
{
    private static readonly CharacterSet.Span All = new(0, 0x10FFFF);

    /// <summary>The Unicode categories by their short names, in the order of <see cref="UnicodeCategory"/>.</summary>
    private static readonly string[] Categories =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    /// <summary>The set for a one-letter escape such as \d.</summary>
    public static CharacterSet? OfEscape(char letter) => letter switch
    {
        's' => CharacterSet.Of(Blanks.All),
        'd' => OfCategory("Nd"),
        'w' => Not(new CharacterSet.Either([OfCategory("P")!, OfCategory("Z")!, OfCategory("C")!])),
        'i' => new CharacterSet.Meeting(NameForms.IsNameStart),
        'c' => new CharacterSet.Meeting(NameForms.IsNameCharacter),
        _ when char.IsAsciiLetterUpper(letter) && OfEscape(char.ToLowerInvariant(letter)) is { } others => Not(others),
        _ => null,
    };

    /// <summary>The set of a category such as Lu, a group of them such as L, or a block such as IsBasicLatin.</summary>
    public static CharacterSet? OfProperty(string name) => name.StartsWith("Is", StringComparison.Ordinal)
        ? UnicodeBlocks.Find(name[2..])
        : OfCategory(name);

    public static CharacterSet Not(CharacterSet set) => new CharacterSet.Without(All, set);

    private static CharacterSet.Categories? OfCategory(string name)
    {
        int bits = 0;
        for (int i = 0; i < Categories.Length; i++)
        {
            // Surrogates are not characters.
            bits |= Categories[i] != "Cs" && (Categories[i] == name || (name.Length == 1 && Categories[i][0] == name[0])) ? 1 << i : 0;
        }

        return bits == 0 ? null : new CharacterSet.Categories(bits);
    }
}
