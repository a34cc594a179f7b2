namespace NVirt.RelaxNg.DataTypes;

/// <summary>The form of references to resources. Nearly everything is one, since characters that are not allowed stand for their escapes.</summary>
internal static class UriForm
{
    public static bool IsRight(string text) => HasRightEscapes(text) && text.Count(c => c == '#') <= 1 && HasRightScheme(text);

    private static bool HasRightEscapes(string text)
    {
        for (int at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasRightScheme(string text)
    {
        int colon = text.IndexOf(':');
        int other = text.AsSpan().IndexOfAny("/?#");
        return colon < 0 || (other >= 0 && other < colon)
            || (colon > 0 && colon + 1 < text.Length && char.IsAsciiLetter(text[0])
                && !text.AsSpan(0, colon).ContainsAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."));
    }
}
