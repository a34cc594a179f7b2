using System.Text.RegularExpressions;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Remote.Transports;

/// <summary>
/// A hypervisor behind a daemon: <c>qemu:///system</c>, <c>qemu+unix:///system?socket=PATH</c>, <c>qemu+ssh://[user@]host[:port]/system</c>
/// or <c>qemu+tls://host[:port]/system?pkipath=DIR</c>, with <c>test</c>, <c>xen</c> or <c>vmware</c> instead of <c>qemu</c>.
/// </summary>
/// <param name="Text">The whole URI.</param>
/// <param name="Driver">The hypervisor, as the daemon calls it.</param>
/// <param name="Path">Which of its connections.</param>
/// <param name="Transport">How the daemon is reached.</param>
internal sealed partial record RemoteAddress(string Text, string Driver, string Path, RemoteTransport Transport)
{
    private const int MaxPort = 65535;
    private const int LongestShown = 300;

    private const string System = "/system";
    private const string Session = "/session";

    /// <summary>What such URIs look like, for people.</summary>
    public static string[] Forms { get; } =
    [
        "qemu:///system", "qemu:///session", "qemu+unix:///system?socket=...", "qemu+ssh://host/system", "qemu+tls://host/system",
    ];

    /// <summary>The other host; <see langword="null"/> for this machine.</summary>
    public string? Host { get; private init; }

    /// <summary>The user there, for ssh.</summary>
    public string? User { get; private init; }

    /// <summary>The port there; <see langword="null"/> for the usual one.</summary>
    public int? Port { get; private init; }

    /// <summary>The daemon's socket; <see langword="null"/> for the usual places.</summary>
    public string? Socket { get; private init; }

    /// <summary>The folder of the certificates; <see langword="null"/> for libvirt's places.</summary>
    public string? Certificates { get; private init; }

    /// <summary>Whether a named socket of another user is refused as well: somebody else has chosen it.</summary>
    public bool IsOfOthersChoice { get; init; }

    /// <summary>What the daemon is asked to open.</summary>
    public string Name => $"{Driver}://{Path}";

    /// <summary>Whether it is the daemon of one user.</summary>
    public bool IsSession => Path == Session || (Path != System && !Environment.IsPrivilegedProcess);

    /// <summary>Reads a URI.</summary>
    /// <returns>The address; <see langword="null"/> if it is no URI of a daemon.</returns>
    /// <exception cref="DomainException">A part of it is wrong (invalid argument): none is ignored.</exception>
    public static RemoteAddress? TryParse(string uri)
    {
        Match match = Form().Match(uri);
        string transport = match.Groups["transport"].Value;
        string path = match.Groups["path"].Value;
        bool isLocal = transport.Length == 0;
        if (!match.Success || (isLocal && !(match.Groups["driver"].Value == "qemu" && path is System or Session))
            || (transport == "ssh" && path is "" or "/"))
        {
            return null;
        }

        string host = match.Groups["host"].Value;
        string? user = match.Groups["user"] is { Success: true, Value: var raw } ? PercentText.Decode(raw) ?? string.Empty : null;
        int? port = match.Groups["port"] is { Success: true, Value: var digits }
            ? Digits.TryParse(digits, out int number) && number is > 0 and <= MaxPort ? number
            : 0
            : null;
        bool isRemote = transport is "ssh" or "tls";
        (string Part, bool IsRight)[] parts =
        [
            (Messages.Address_NoHost, isRemote || (host.Length == 0 && user is null && port is null)),
            (Messages.Address_Host, !isRemote || SshHost.IsHost(host, match.Groups["v6"].Success)),
            (Messages.Address_User, user is null || (transport == "ssh" && SshHost.IsUser(user))),
            (Messages.Address_Port, port != 0),
            (Messages.Address_Path, path.Length > 1 && path.Skip(1).All(char.IsAsciiLetterLower)),
        ];
        if (Array.Find(parts, p => !p.IsRight).Part is { } wrong)
        {
            throw Refuse(uri, wrong);
        }

        RemoteAddress address = new(uri, match.Groups["driver"].Value, path, transport switch
        {
            "ssh" => RemoteTransport.Ssh,
            "tls" => RemoteTransport.Tls,
            _ => RemoteTransport.Unix,
        })
        {
            Host = isRemote ? host : null,
            User = user,
            Port = port,
        };
        return match.Groups["query"] is { Success: true, Value: var query } ? address.With(query) : address;
    }

    private RemoteAddress With(string query)
    {
        RemoteAddress address = this;
        foreach (string part in query.Split('&'))
        {
            string[] words = part.Split('=', 2);
            string? value = words.Length > 1 ? PercentText.Decode(words[1]) : null;
            if (value is null || !value.StartsWith('/') || value.Any(char.IsControl))
            {
                throw Refuse(Text, NVirt.Xml.Text.Of(Messages.Address_Value, NVirt.Xml.Text.OnOneLine(words[0], LongestShown)));
            }

            address = (words[0], Transport) switch
            {
                ("socket", RemoteTransport.Unix or RemoteTransport.Ssh) when address.Socket is null => address with { Socket = value },
                ("pkipath", RemoteTransport.Tls) when address.Certificates is null => address with { Certificates = value },
                _ => throw Refuse(
                    Text, NVirt.Xml.Text.Of(Messages.Address_Parameter, NVirt.Xml.Text.OnOneLine(words[0], LongestShown))),
            };
        }

        return address;
    }

    private static DomainException Refuse(string uri, string why) => new(
        DomainErrorKind.InvalidArgument,
        NVirt.Xml.Text.Of(Messages.Address_Refused, NVirt.Xml.Text.OnOneLine(uri, LongestShown), why, string.Join(", ", Forms)));

    [GeneratedRegex(@"^(?<driver>qemu|test|xen|vmware)(\+(?<transport>unix|ssh|tls))?://((?<user>[^@/?#]*)@)?"
        + @"((?<host>[^@/?#:\[\]]*)|\[(?<v6>)(?<host>[^@/?#%\[\]]+)\])(:(?<port>[^@/?#:]*))?(?<path>(/[^?#]*)?)(\?(?<query>[^#]*))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Form();
}
