using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Remote.Migration;

/// <summary>A host and a port to which a guest's state is sent. Nothing else that an emulator understands as an address.</summary>
/// <param name="Host">A name, or an address without brackets.</param>
/// <param name="Port">The port; 0 for one that the destination chooses.</param>
public sealed record StateAddress(string Host, int Port)
{
    /// <summary>The form for clients.</summary>
    public string Uri => string.Create(CultureInfo.InvariantCulture, $"tcp://{Bracketed}{(Port == 0 ? string.Empty : $":{Port}")}");

    /// <summary>The form for QEMU.</summary>
    public string ForQemu => string.Create(CultureInfo.InvariantCulture, $"tcp:{Bracketed}:{Port}");

    private string Bracketed => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Reads <c>tcp://HOST[:PORT]</c> or <c>tcp:HOST[:PORT]</c>.</summary>
    /// <returns><see langword="null"/> for anything else.</returns>
    public static StateAddress? TryParse(string text)
    {
        string rest = text.StartsWith("tcp://", StringComparison.Ordinal) ? text[6..]
            : text.StartsWith("tcp:", StringComparison.Ordinal) ? text[4..]
            : string.Empty;
        int end = rest.StartsWith('[') ? rest.IndexOf(']', StringComparison.Ordinal) + 1 : rest.IndexOf(':', StringComparison.Ordinal);
        if (end < 0)
        {
            end = rest.Length;
        }

        string host = rest[..end].Trim('[', ']');
        int port = 0;
        bool isPort = end == rest.Length
            || (rest[end] == ':' && Digits.TryParse(rest.AsSpan(end + 1), out port)
                && port is > 0 and <= ushort.MaxValue);
        return isPort && IsHost(host, rest.StartsWith('[')) ? new StateAddress(host, port) : null;
    }

    /// <summary>Refuses anything else.</summary>
    /// <exception cref="DomainException">It is no such address (invalid argument).</exception>
    public static StateAddress Parse(string text) => TryParse(text)
        ?? throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Migration_BadUri, Text.OnOneLine(text, 200)));

    private static bool IsHost(string host, bool isBracketed) => isBracketed
        ? IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
            && !host.Contains('%', StringComparison.Ordinal)
        : HostName.IsName(host);
}
