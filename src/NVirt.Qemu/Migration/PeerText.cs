using System.Globalization;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>Text from another host, for a line that people read: nothing in it moves the cursor, reverses the line, or hides.</summary>
internal static class PeerText
{
    private const int Longest = 1000;

    public static string Show(string text) =>
        string.Concat(Text.OnOneLine(text, Longest).EnumerateRunes().Select(r => IsShown(r) ? r.ToString() : " "));

    private static bool IsShown(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
