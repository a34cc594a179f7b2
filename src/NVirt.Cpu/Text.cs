using System.Globalization;

namespace NVirt.Cpu;

/// <summary>Fills placeholders of a resource text. Numbers and names stand as in documents, whatever the culture.</summary>
internal static class Text
{
    public static string Of(string format, params ReadOnlySpan<object?> arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);

    /// <summary>A text from outside for a line that people read: what would move the cursor, or end the line, becomes a blank.</summary>
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
