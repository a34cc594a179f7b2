using System.Text;

namespace NVirt.RelaxNg;

/// <summary>What XML calls white space.</summary>
internal static class Blanks
{
    public const string All = " \t\r\n";

    private static readonly char[] Characters = [' ', '\t', '\r', '\n'];

    public static bool IsBlank(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(All);

    public static string Trim(string text) => text.Trim(Characters);

    /// <summary>The words of a text, one by one.</summary>
    public static IEnumerable<string> Words(string text)
    {
        for (int start = Start(text, 0); start < text.Length;)
        {
            int length = text.AsSpan(start).IndexOfAny(All);
            int end = length < 0 ? text.Length : start + length;
            yield return text[start..end];
            start = Start(text, end);
        }
    }

    /// <summary>The words of a text, separated by one blank.</summary>
    public static string Collapse(string text)
    {
        if (IsCollapsed(text))
        {
            return text;
        }

        StringBuilder collapsed = new();
        foreach (string word in Words(text))
        {
            collapsed.Append(collapsed.Length == 0 ? "" : " ").Append(word);
        }

        return collapsed.ToString();
    }

    private static int Start(string text, int from) => text.AsSpan(from).IndexOfAnyExcept(All) is >= 0 and var blanks ? from + blanks
        : text.Length;

    private static bool IsCollapsed(ReadOnlySpan<char> text) => !text.ContainsAny("\t\r\n") && text is not ([' ', ..] or [.., ' '])
        && !text.Contains("  ", StringComparison.Ordinal);
}
