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
            ReadOnlySpan<char> found = text.AsSpan(start);
            int end = EndOf(found);
            if (IsDeclaration(found, end))
            {
                blanked ??= text.ToCharArray();
                BlankLine(blanked.AsSpan(start, end + 1));
            }

            start = Find(text, start + (IsQuoted(found, end) ? end + 1 : Start.Length));
        }

        return blanked is null ? text : new string(blanked);
    }

    private static int Find(string text, int from) => text.IndexOf(Start, from, StringComparison.Ordinal);

    // The first angle bracket behind the one at the start, or -1.
    private static int EndOf(ReadOnlySpan<char> text)
    {
        int end = text[1..].IndexOfAny('<', '>');
        return end < 0 ? -1 : end + 1;
    }

    // Without a blank behind the name it is another instruction, and without its end the reader has to say so.
    private static bool IsDeclaration(ReadOnlySpan<char> text, int end) =>
        end > Start.Length && char.IsWhiteSpace(text[Start.Length]) && text[end] == '>' && text[end - 1] == '?';

    // What looks like a declaration inside a value of a declaration is none.
    private static bool IsQuoted(ReadOnlySpan<char> text, int end) =>
        end > 0 && text[end] == '<' && (text[..end].Count('\'') % 2 != 0 || text[..end].Count('"') % 2 != 0);

    private static void BlankLine(Span<char> declaration)
    {
        foreach (ref char c in declaration)
        {
            c = c is '\n' or '\r' ? c : ' ';
        }
    }
}
