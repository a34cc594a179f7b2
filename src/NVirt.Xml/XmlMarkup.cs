namespace NVirt.Xml;

/// <summary>Where a piece of markup ends: a tag, comment, CDATA section or instruction. The text need not be well-formed.</summary>
public static class XmlMarkup
{
    /// <summary>The offset after the markup, or the length of the text if it has no end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The offset of its angle bracket.</param>
    public static int EndOf(string text, int start) => text.AsSpan(start) switch
    {
        ['<', '!', '-', '-', ..] => After(text, start + "<!--".Length, "-->"),
        ['<', '!', '[', ..] => After(text, start + "<![".Length, "]]>"),
        ['<', '?', ..] => After(text, start + "<?".Length, "?>"),
        _ => AfterTag(text, start),
    };

    /// <summary>How much the nesting depth changes after the markup: 1 after a start tag, -1 after an end tag, otherwise 0.</summary>
    public static int Nesting(ReadOnlySpan<char> markup) => markup switch
    {
        ['<', '/', ..] => -1,
        ['<', '!' or '?', ..] or [.., '/', '>'] => 0,
        _ => 1,
    };

    // An angle bracket in a value does not end a tag.
    private static int AfterTag(string text, int start)
    {
        for (int at = start; ;)
        {
            int length = text.AsSpan(at).IndexOfAny('>', '\'', '"');
            if (length < 0)
            {
                return text.Length;
            }

            at += length;
            if (text[at] == '>')
            {
                return at + 1;
            }

            at = After(text, at + 1, text[at] == '"' ? "\"" : "'");
        }
    }

    private static int After(string text, int start, string end)
    {
        int found = text.IndexOf(end, start, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + end.Length;
    }
}
