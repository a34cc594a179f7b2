using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace NVirt.Domains.Driver.Peers;

/// <summary>Another host, as ssh is told of it. Use the checks before one is made of words from outside.</summary>
/// <param name="Name">The host, with the user in front of it if one is given: <c>user@host</c>.</param>
/// <param name="Port">The port; <see langword="null"/> for ssh's default.</param>
public sealed partial record SshHost(string Name, int? Port)
{
    /// <summary>Whether ssh, and a shell there, would take a word for a user and nothing else.</summary>
    public static bool IsUser(string user) => UserName().IsMatch(user);

    /// <summary>The same of a host's name, or of an address of IPv6.</summary>
    /// <param name="host">The word.</param>
    /// <param name="isV6">Whether it stood in brackets.</param>
    public static bool IsHost(string host, bool isV6) => isV6
        ? IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
        : HostName().IsMatch(host);

    // Only characters that ssh accepts, and that have no special meaning for ssh or a shell. (\z, since $ would also match a line feed.)
    [GeneratedRegex(
        @"^[A-Za-z0-9_]([A-Za-z0-9._+-]|@(?=[A-Za-z0-9]))*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UserName();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostName();
}
