using System.Buffers;

namespace NVirt.Xml;

/// <summary>XML declarations: a document may begin with one, so a sequence of documents may contain several.</summary>
internal static class XmlDeclarations
{
    private const string Start = "<?xml";
    private const string End = "?>";
    private const string Blanks = " \t\r\n";

    private static readonly SearchValues<char> EncodingCharacters =
        SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    /// <summary>
    /// Overwrites declarations outside of elements with blanks, so lines and columns stay. Text that only looks like one, as in a comment,
    /// stays, and the reader refuses one inside an element. Takes linear time.
    /// </summary>
    /// <param name="text">The documents, well-formed or not.</param>
    /// <param name="errors">Makes the error for a malformed declaration.</param>
    public static string Blank(string text, DocumentErrors errors)
    {
        char[]? blanked = null;
        int depth = 0;
        for (int at = 0, next = -1; at < text.Length;)
        {
            if (next < at && (next = text.IndexOf(Start, at, StringComparison.Ordinal)) < 0)
            {
                break;
            }

            // There must be an angle bracket where the declaration could begin.
            at = text.IndexOf('<', at);
            int end = XmlMarkup.EndOf(text, at);
            ReadOnlySpan<char> markup = text.AsSpan(at, end - at);
            if (depth == 0 && IsNamedXml(markup))
            {
                Refuse(text, at, markup, errors);
                blanked ??= text.ToCharArray();
                BlankOut(blanked.AsSpan(at, markup.Length));
            }

            depth += XmlMarkup.Nesting(markup);
            at = end;
        }

        return blanked is null ? text : new string(blanked);
    }

    // Without a blank after the name it is another instruction; if it has no end, the reader reports it.
    private static bool IsNamedXml(ReadOnlySpan<char> markup) =>
        markup.StartsWith(Start) && markup.EndsWith(End) && markup.Length > Start.Length
            && (markup[Start.Length] == '?' || Blanks.Contains(markup[Start.Length]));

    private static void Refuse(string text, int at, ReadOnlySpan<char> markup, DocumentErrors errors)
    {
        if (!IsDeclaration(markup[Start.Length..^End.Length]))
        {
            throw errors.Malformed(UntrustedText.PositionOf(text, at), Messages.Xml_Declaration);
        }
    }

    // XML 1.0, 2.8: version, then optionally encoding, then optionally standalone. Like the reader, this accepts no other version.
    private static bool IsDeclaration(ReadOnlySpan<char> content) =>
        TryTake(ref content, "version", out ReadOnlySpan<char> version) && version is "1.0"
        && (!TryTake(ref content, "encoding", out ReadOnlySpan<char> encoding) || IsEncoding(encoding))
        && (!TryTake(ref content, "standalone", out ReadOnlySpan<char> standalone) || standalone is "yes" or "no")
        && content.TrimStart(Blanks).IsEmpty;

    // Takes blanks, the name, an equals sign and a quoted value from the start.
    private static bool TryTake(ref ReadOnlySpan<char> content, string name, out ReadOnlySpan<char> value)
    {
        value = default;
        ReadOnlySpan<char> rest = content.TrimStart(Blanks);
        if (rest.Length == content.Length || !rest.StartsWith(name) || rest[name.Length..].TrimStart(Blanks) is not ['=', .. var assigned]
            || assigned.TrimStart(Blanks) is not ['\'' or '"', ..] quoted || quoted[1..].IndexOf(quoted[0]) is not (>= 0 and int length))
        {
            return false;
        }

        value = quoted.Slice(1, length);
        content = quoted[(length + 2)..];
        return true;
    }

    private static bool IsEncoding(ReadOnlySpan<char> name) =>
        name is [var first, ..] && char.IsAsciiLetter(first) && !name.ContainsAnyExcept(EncodingCharacters);

    private static void BlankOut(Span<char> declaration)
    {
        foreach (ref char c in declaration)
        {
            c = c is '\n' or '\r' ? c : ' ';
        }
    }
}
