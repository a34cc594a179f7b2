using System.Net;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine;

/// <summary>
/// Which values are allowed where QEMU does not take them literally. Some of its options have their own syntax, in which a word from the
/// document could open a file or a socket that nobody named.
/// </summary>
internal static class ValueWords
{
    private const int LongestService = 15;

    // sockaddr_un has 108 bytes, the last of which is zero.
    private const int LongestSocket = 107;

    private const int LongestInterface = 15;

    // With a slash in it, QEMU reads a keyboard layout from any file (QEMU ui/keymaps.c); these are the layouts shipped with it.
    private static readonly string[] Layouts =
    [
        "ar", "bepo", "cz", "da", "de", "de-ch", "en-gb", "en-us", "es", "et", "fi", "fo", "fr", "fr-be", "fr-ca", "fr-ch", "hr", "hu",
            "is", "it", "ja",
        "lt", "lv", "mk", "nl", "no", "pl", "pt", "pt-br", "ru", "sl", "sv", "th", "tr",
    ];

    // Words with a special meaning where VNC expects a host.
    private static readonly string[] Reserved = ["unix", "none"];

    /// <summary>The keyboard layouts, for a message.</summary>
    public static string KnownLayouts => string.Join(", ", Layouts);

    /// <summary>Whether it is the name of a keyboard layout.</summary>
    public static bool IsLayout(string word) => Layouts.Contains(word);

    /// <summary>Whether it is only an address, or the name of a host.</summary>
    public static bool IsHost(string word) => IsAddress(word)
        || (HostName.IsName(word) && !Reserved.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// Whether it is only a port number (0: any free one), or the name of a service (RFC 6335, 5.1).
    /// </summary>
    public static bool IsPort(string word) => word.Length > 0 && IsNumberOrName(word);

    private static bool IsNumberOrName(string word) => word.All(char.IsAsciiDigit)
        ? Digits.TryParse(word, out int port) && port is >= 0 and <= ushort.MaxValue
        : word.Length <= LongestService && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetterOrDigit(word[0]);

    /// <summary>Whether it is a path that means the same file wherever QEMU runs.</summary>
    public static bool IsPath(string word) => word.StartsWith('/') && !word.Any(char.IsControl);

    /// <summary>Whether the path is short enough for a Unix socket.</summary>
    public static bool IsSocket(string word) => IsPath(word) && System.Text.Encoding.UTF8.GetByteCount(word) <= LongestSocket;

    /// <summary>Whether a name can be that of a network interface, and no way into other files.</summary>
    public static bool IsInterface(string name) => name.Length is > 0 and <= LongestInterface && name is not ("." or "..")
        && name.All(c => c is > ' ' and <= '~' and not ('/' or ':' or '%'));

    /// <summary>
    /// Whether it is a time zone by name or by rule. After a colon or a slash, the C library reads any file (tzset(3)).
    /// </summary>
    public static bool IsTimeZone(string word) => word.Length > 0 && word[0] is not (':' or '/') && !word.Split('/').Contains("..")
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-' or ',' or '.' or '<' or '>' or ':');

    // .NET accepts more than real addresses: it reads "1" as 0.0.0.1.
    private static bool IsAddress(string word) =>
        IPAddress.TryParse(word, out IPAddress? address) && (word.Contains(':', StringComparison.Ordinal) || address.ToString() == word)
            && !word.Contains('%', StringComparison.Ordinal);
}
