using System.Globalization;

namespace NVirt.RelaxNg;

/// <summary>Makes the texts of messages.</summary>
internal static class Text
{
    /// <summary>The most characters of a value that a message shows.</summary>
    private const int LongestValue = 80;

    /// <summary>The most characters of a message.</summary>
    private const int LongestMessage = 1500;

    public static string Of(string format, params ReadOnlySpan<object?> arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);

    /// <summary>A text from a document for a line that people read: what would move the cursor, or end the line, becomes a blank.</summary>
    public static string OnOneLine(string text, int longest = LongestValue)
    {
        string shown = text.Length <= longest ? text : text[..longest] + "...";
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c)) : shown;
    }

    /// <summary>A whole message: a line of reasonable length, whatever the names and values in it are.</summary>
    public static string Message(string text) => OnOneLine(text, LongestMessage);

    /// <summary>Things one of which is meant, as a sentence has them: a, b or c.</summary>
    /// <param name="things">What is meant; at least one.</param>
    /// <param name="most">How many of them are named, before the number of the others.</param>
    public static string AnyOf(IReadOnlyList<string> things, int most) => things switch
    {
        [var only] => only,
        _ when things.Count > most => Of(Messages.Or_More, string.Join(", ", things.Take(most)), things.Count - most),
        _ => Of(Messages.Or, string.Join(", ", things.SkipLast(1)), things[^1]),
    };
}
