namespace NVirt.RelaxNg;

/// <summary>What XML calls white space.</summary>
internal static class Blanks
{
    public const string All = " \t\r\n";

    private static readonly char[] Characters = [' ', '\t', '\r', '\n'];

    public static bool IsBlank(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(All);

    public static string Trim(string text) => text.Trim(Characters);

    /// <summary>The words of a text.</summary>
    public static string[] Words(string text) => text.Split(Characters, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of a text with one blank between them.</summary>
    public static string Collapse(string text) => IsCollapsed(text) ? text : string.Join(' ', Words(text));

    private static bool IsCollapsed(ReadOnlySpan<char> text) => !text.ContainsAny("\t\r\n") && text is not ([' ', ..] or [.., ' ']) && !text.Contains("  ", StringComparison.Ordinal);
}
