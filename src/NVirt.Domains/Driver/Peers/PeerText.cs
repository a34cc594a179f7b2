using System.Globalization;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Peers;

/// <summary>Text from another host, for a line that people read: nothing in it moves the cursor, reverses the line, or hides.</summary>
public static class PeerText
{
    private const int Longest = 1000;

    /// <summary>The text as it can be shown, on one line.</summary>
    public static string Show(string text) =>
        string.Concat(Text.OnOneLine(text, Longest).EnumerateRunes().Select(r => IsShown(r) ? r.ToString() : " "));

    private static bool IsShown(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
