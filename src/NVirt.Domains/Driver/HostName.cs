namespace NVirt.Domains.Driver;

/// <summary>Names of hosts, as they may stand in an address for an emulator.</summary>
public static class HostName
{
    private const int MaxLength = 255;

    /// <summary>
    /// Whether this can be the name of a host: letters, digits, dots, hyphens and underscores, with a letter or a digit in front. A dotted
    /// address of IPv4 is one, too.
    /// </summary>
    public static bool IsName(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(word[0])
            && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
    }
}
