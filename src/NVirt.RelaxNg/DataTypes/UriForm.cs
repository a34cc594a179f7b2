using System.Buffers;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>
/// The form of references to resources (RFC 2396 and 2732). Nearly everything is one, since characters that are not allowed stand for
/// their escapes.
/// </summary>
internal static class UriForm
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    public static bool IsRight(string text)
    {
        int end = text.AsSpan().IndexOfAny('?', '#');
        ReadOnlySpan<char> place = end < 0 ? text : text.AsSpan(0, end);
        return HasRightEscapes(text) && text.Count(c => c == '#') <= 1 && IsPlace(place);
    }

    // With a scheme, what does not begin with a slash may be anything but nothing.
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

    // Brackets are around an address of a host, and nowhere else.
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
