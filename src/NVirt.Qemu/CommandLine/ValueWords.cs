using System.Globalization;
using System.Net;

namespace NVirt.Qemu.CommandLine;

/// <summary>
/// What values may be that QEMU does not take as they are. Some of its options have a language of their own, in which a word of the
/// document would open a file or a socket that nobody named.
/// </summary>
internal static class ValueWords
{
    private const int LongestHost = 255;
    private const int LongestService = 15;

    // sockaddr_un has 108 bytes, the last of which is zero.
    private const int LongestSocket = 107;

    // With a slash in it, QEMU reads a keyboard layout from any file (QEMU ui/keymaps.c); these are the layouts that it brings.
    private static readonly string[] Layouts =
    [
        "ar", "bepo", "cz", "da", "de", "de-ch", "en-gb", "en-us", "es", "et", "fi", "fo", "fr", "fr-be", "fr-ca", "fr-ch", "hr", "hu", "is", "it", "ja",
        "lt", "lv", "mk", "nl", "no", "pl", "pt", "pt-br", "ru", "sl", "sv", "th", "tr",
    ];

    // Words that stand for something else where VNC expects a host.
    private static readonly string[] Reserved = ["unix", "none"];

    /// <summary>The keyboard layouts, for a message.</summary>
    public static string KnownLayouts => string.Join(", ", Layouts);

    /// <summary>Whether it is the name of a keyboard layout.</summary>
    public static bool IsLayout(string word) => Layouts.Contains(word);

    /// <summary>Whether it is an address, or the name of a host, and nothing else.</summary>
    public static bool IsHost(string word) => IsAddress(word)
        || (word.Length is > 0 and <= LongestHost && char.IsAsciiLetterOrDigit(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            && !Reserved.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether it is the number of a port (0: any that is free), or the name of a service (RFC 6335, 5.1), and nothing else.</summary>
    public static bool IsPort(string word) => word.Length > 0 && IsNumberOrName(word);

    private static bool IsNumberOrName(string word) => word.All(char.IsAsciiDigit)
        ? int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is >= 0 and <= ushort.MaxValue
        : word.Length <= LongestService && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetterOrDigit(word[0]);

    /// <summary>Whether it is a path that means the same file wherever QEMU runs.</summary>
    public static bool IsPath(string word) => word.StartsWith('/') && !word.Any(char.IsControl);

    /// <summary>Whether a Unix socket can have the path.</summary>
    public static bool IsSocket(string word) => IsPath(word) && System.Text.Encoding.UTF8.GetByteCount(word) <= LongestSocket;

    /// <summary>
    /// Whether it is a time zone by name or by rule. The C library reads a file of any name behind a colon or a slash (tzset(3)).
    /// </summary>
    public static bool IsTimeZone(string word) => word.Length > 0 && word[0] is not (':' or '/') && !word.Split('/').Contains("..")
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-' or ',' or '.' or '<' or '>' or ':');

    /// <summary>Whether it is one word of <c>-cpu</c>, which has no way to write a comma.</summary>
    public static bool IsCpuWord(string word) => word.Length > 0 && word.All(c => c is > ' ' and <= '~' and not (',' or '='));

    // What .NET takes for an address is more than what stands for one: "1" is 0.0.0.1 there.
    private static bool IsAddress(string word) =>
        IPAddress.TryParse(word, out IPAddress? address) && (word.Contains(':', StringComparison.Ordinal) || address.ToString() == word) && !word.Contains('%', StringComparison.Ordinal);
}
