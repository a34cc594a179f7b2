using System.Globalization;
using System.Text;

namespace NVirt.Domains.Driver;

/// <summary>What a domain may be called when it is defined or migrated here. Existing domains keep their names.</summary>
public static class DomainName
{
    /// <summary>The maximum length of a name, in bytes of UTF-8.</summary>
    public const int MaxBytes = 255;

    // Shorter numbers are ordinary names; a UUID has this many digits.
    private const int UuidDigits = 32;

    /// <summary>What is wrong with a name, as a sentence in the user's language; <see langword="null"/> if nothing is.</summary>
    /// <remarks>
    /// Names are used by people and scripts: a name must not look like a UUID, a number or an option, and two names that look alike must be
    /// the same.
    /// </remarks>
    public static string? Problem(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return Messages.Driver_Name;
        }

        if (Encoding.UTF8.GetByteCount(name) > MaxBytes)
        {
            return NVirt.Xml.Text.Of(Messages.Driver_NameLong, MaxBytes);
        }

        if (name[0] is '-' or '.' || char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
        {
            return Messages.Driver_NameStart;
        }

        if (name.Contains('/', StringComparison.Ordinal) || name.EnumerateRunes().Any(IsInvisible))
        {
            return Messages.Driver_NameCharacter;
        }

        return IsLikeUuid(name) || name.All(char.IsAsciiDigit) ? Messages.Driver_NameLikeNumber : null;
    }

    // A lone surrogate would be replaced when the text is split into runes.
    private static bool IsInvisible(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate
        || IsBlankLetter(rune.Value) || (Rune.IsWhiteSpace(rune) && rune.Value != ' ');

    // Letters without a visible form: Hangul fillers, Braille blank, Khmer inherent vowels.
    private static bool IsBlankLetter(int value) => value is 0x115f or 0x1160 or 0x3164 or 0xffa0 or 0x2800 or 0x17b4 or 0x17b5;

    // With or without hyphens, braces and blanks, as UUID parsers accept them.
    private static bool IsLikeUuid(string name)
    {
        string digits = string.Concat(name.Where(c => c is not ('-' or ' ' or '{' or '}' or '(' or ')')));
        return digits.Length == UuidDigits && digits.All(char.IsAsciiHexDigit);
    }
}
