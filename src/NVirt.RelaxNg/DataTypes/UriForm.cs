using System.Buffers;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>
/// The syntax of URI references (RFC 2396 and 2732). Nearly every text is valid, because characters that are not allowed are read as
/// their escapes.
/// </summary>
internal static class UriForm
{
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    public static bool IsRight(string text)
    {
        int end = text.AsSpan().IndexOfAny('?', '#');
        ReadOnlySpan<char> place = end < 0 ? text : text.AsSpan(0, end);
        return HasRightEscapes(text) && text.Count(c => c == '#') <= 1 && IsPlace(place);
    }

    // After a scheme, a part without a leading slash may be anything except empty.
    private static bool IsPlace(ReadOnlySpan<char> place)
    {
        int length = SchemeLength(place);
        bool isOpaque = length > 0 && place.Length > length && place[length] != '/';
        return isOpaque || ((length > 0 ? place.Length > length : !HasColonInFirstStep(place)) && IsHierarchy(place[length..]));
    }

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

    private static int SchemeLength(ReadOnlySpan<char> place)
    {
        int colon = place.IndexOf(':');
        return colon > 0 && char.IsAsciiLetter(place[0]) && !place[..colon].ContainsAnyExcept(SchemeCharacters) ? colon + 1 : 0;
    }

    private static bool HasColonInFirstStep(ReadOnlySpan<char> place) => place.IndexOfAny(':', '/') is >= 0 and var at && place[at] == ':';

    // Brackets are allowed only around the address of a host.
    private static bool IsHierarchy(ReadOnlySpan<char> place)
    {
        if (!place.StartsWith("//"))
        {
            return !place.ContainsAny('[', ']');
        }

        int slash = place[2..].IndexOf('/');
        ReadOnlySpan<char> authority = slash < 0 ? place[2..] : place.Slice(2, slash);
        ReadOnlySpan<char> path = place[(2 + authority.Length)..];
        int open = authority.IndexOf('[');
        int close = authority.IndexOf(']');
        bool isAddress = open < 0 ? close < 0
            : close > open && (open == 0 || authority[open - 1] == '@') && authority.Count('[') == 1 && authority.Count(']') == 1
                && (close == authority.Length - 1 || authority[close + 1] == ':');
        return isAddress && !path.ContainsAny('[', ']');
    }
}
