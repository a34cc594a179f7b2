namespace NVirt.Cpu.Xml;

/// <summary>XML declarations: a document may have one at its start, so a sequence of documents may have several.</summary>
internal static class XmlDeclarations
{
    private const string Start = "<?xml";

    /// <summary>Puts blanks in the place of declarations; lines and columns stay.</summary>
    public static string Blank(string text)
    {
        char[]? blanked = null;
        for (int start = Find(text, 0); start >= 0;)
        {
            int next = start + Start.Length;
            if (Length(text.AsSpan(start)) is { } length)
            {
                blanked ??= text.ToCharArray();
                BlankLine(blanked.AsSpan(start, length));
                next = start + length;
            }

            start = Find(text, next);
        }

        return blanked is null ? text : new string(blanked);
    }

    private static int Find(string text, int from) => text.IndexOf(Start, from, StringComparison.Ordinal);

    // Without a blank behind the name it is another instruction, and without its end the reader has to say so.
    private static int? Length(ReadOnlySpan<char> text)
    {
        int end = text[1..].IndexOfAny('<', '>') + 1;
        bool isDeclaration = end > Start.Length && char.IsWhiteSpace(text[Start.Length]) && text[end] == '>' && text[end - 1] == '?';
        return isDeclaration ? end + 1 : null;
    }

    private static void BlankLine(Span<char> declaration)
    {
        foreach (ref char c in declaration)
        {
            c = c is '\n' or '\r' ? c : ' ';
        }
    }
}
