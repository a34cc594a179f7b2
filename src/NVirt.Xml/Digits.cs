using System.Globalization;
using System.Numerics;

namespace NVirt.Xml;

/// <summary>
/// Reads a number that is digits throughout: no sign, no blank, no separator. .NET's own parsers also take zero characters (U+0000)
/// behind the digits, whatever style they are given; here they make a text no number.
/// </summary>
/// <remarks>Safe for use by several threads. Nothing is allocated.</remarks>
public static class Digits
{
    /// <summary>Reads decimal digits.</summary>
    /// <typeparam name="T">An integer type; a number that does not fit it is none.</typeparam>
    /// <param name="text">The text; an empty one is no number.</param>
    /// <param name="number">The number, or 0.</param>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryInteger<T> => Try(text, NumberStyles.None, out number);

    /// <inheritdoc cref="TryParse{T}(ReadOnlySpan{char}, out T)"/>
    /// <param name="text">The text in UTF-8; an empty one is no number.</param>
    /// <param name="number">The number, or 0.</param>
    public static bool TryParse<T>(ReadOnlySpan<byte> text, out T number)
        where T : struct, IBinaryInteger<T> => Try(text, NumberStyles.None, out number);

    /// <summary>Reads hexadecimal digits in upper or lower case, without a prefix.</summary>
    /// <inheritdoc cref="TryParse{T}(ReadOnlySpan{char}, out T)"/>
    public static bool TryParseHex<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryInteger<T> => Try(text, NumberStyles.AllowHexSpecifier, out number);

    /// <inheritdoc cref="TryParseHex{T}(ReadOnlySpan{char}, out T)"/>
    /// <param name="text">The text in UTF-8; an empty one is no number.</param>
    /// <param name="number">The number, or 0.</param>
    public static bool TryParseHex<T>(ReadOnlySpan<byte> text, out T number)
        where T : struct, IBinaryInteger<T> => Try(text, NumberStyles.AllowHexSpecifier, out number);

    /// <summary>Reads binary digits, without a prefix.</summary>
    /// <inheritdoc cref="TryParse{T}(ReadOnlySpan{char}, out T)"/>
    public static bool TryParseBinary<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryInteger<T> => Try(text, NumberStyles.AllowBinarySpecifier, out number);

    private static bool Try<T>(ReadOnlySpan<char> text, NumberStyles style, out T number)
        where T : struct, IBinaryInteger<T>
    {
        number = T.Zero;
        return !text.EndsWith('\0') && T.TryParse(text, style, CultureInfo.InvariantCulture, out number);
    }

    private static bool Try<T>(ReadOnlySpan<byte> text, NumberStyles style, out T number)
        where T : struct, IBinaryInteger<T>
    {
        number = T.Zero;
        return !text.EndsWith((byte)0) && T.TryParse(text, style, CultureInfo.InvariantCulture, out number);
    }
}
