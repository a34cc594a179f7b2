using System.Web;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.Migration;

/// <summary>Another host: <c>ssh://[user@]host[:port][/root]</c>.</summary>
/// <param name="Host">The host, with the user if one was given, as ssh takes it.</param>
/// <param name="Port">The port; <see langword="null"/> for ssh's own choice.</param>
/// <param name="Root">The folder of its domains; <see langword="null"/> for the usual one.</param>
/// <param name="Command">The nvirt there.</param>
internal sealed record SshAddress(string Host, int? Port, string? Root, string Command)
{
    public const string Scheme = "ssh";

    /// <summary>Reads an address.</summary>
    /// <exception cref="DomainException">It is none, or the host begins with a hyphen, which ssh would take for an option.</exception>
    public static SshAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme != Scheme || uri.Host.Length == 0
            || uri.Host.StartsWith('-') || uri.UserInfo.StartsWith('-') || uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_BadAddress, text));
        }

        string host = uri.Host.Trim('[', ']');
        string? root = uri.AbsolutePath is "/" or "" ? null : Uri.UnescapeDataString(uri.AbsolutePath);
        string command = HttpUtility.ParseQueryString(uri.Query)["nvirt"] ?? "nvirt";
        return new SshAddress(uri.UserInfo.Length > 0 ? $"{Uri.UnescapeDataString(uri.UserInfo)}@{host}" : host, uri.Port > 0 ? uri.Port : null, root, command);
    }
}
