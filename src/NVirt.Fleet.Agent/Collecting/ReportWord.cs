using NVirt.Xml;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>Words as the service takes them: one line of at most 253 characters, none of which is a control character.</summary>
internal static class ReportWord
{
    private const int Longest = 253;

    /// <summary>The word, with <c>?</c> for each character that cannot be; <see langword="null"/> of an empty one.</summary>
    public static string? Of(string? word)
    {
        if (string.IsNullOrWhiteSpace(word))
        {
            return null;
        }

        string clean = string.Create(Math.Min(word.Length, Longest), word, static (span, from) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) || from[i] is '\u2028' or '\u2029' ? '?' : from[i];
            }
        });
        return clean.Trim();
    }

    /// <summary>A reason on one line, shortened.</summary>
    public static string Reason(string text) => Of(Text.OnOneLine(text, Longest)) ?? "?";
}
