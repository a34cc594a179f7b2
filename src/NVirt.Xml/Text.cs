using System.Globalization;

namespace NVirt.Xml;

/// <summary>Fills the placeholders of a resource text. Numbers and names are written as in documents, whatever the culture.</summary>
public static class Text
{
    /// <summary>A text with its placeholders filled.</summary>
    /// <param name="format">The text.</param>
    /// <param name="arguments">What to put in place of <c>{0}</c>, <c>{1}</c> and so on.</param>
    public static string Of(string format, params ReadOnlySpan<object?> arguments) =>
        string.Format(CultureInfo.InvariantCulture, format, arguments);

    /// <summary>A text from outside for a line that people read: characters that move the cursor or end the line become blanks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters that are shown.</param>
    public static string OnOneLine(string text, int longest = int.MaxValue)
    {
        string shown = text.Length <= longest ? text : text[..longest] + "...";
        return !shown.AsSpan().ContainsAnyInRange('\0', '\u001f') && !shown.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            ? shown
            : string.Create(shown.Length, shown, static (span, from) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsControl(from[i]) ? ' ' : from[i];
                }
            });
    }
}
