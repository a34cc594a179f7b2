using System.Text.RegularExpressions;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// Another host: <c>qemu+ssh://[user@]host[:port]/[?root=DIR][&amp;nvirt=PATH]</c>, or short
/// <c>ssh://[user@]host[:port][/root][?nvirt=PATH]</c>. Each part is checked as ssh, or a shell there, would get it.
/// </summary>
/// <param name="Host">The host, with the user if given, in ssh's form.</param>
/// <param name="Port">The port; <see langword="null"/> for ssh's default.</param>
/// <param name="Root">The folder of its domains; <see langword="null"/> for the default one.</param>
/// <param name="Command">The nvirt command there.</param>
internal sealed partial record SshAddress(string Host, int? Port, string? Root, string Command)
{
    private const string UsualCommand = "nvirt";
    private const int MaxPort = 65535;

    /// <summary>Where ssh goes.</summary>
    public SshHost Place => new(Host, Port);

    /// <summary>What is run there, quoted for a shell.</summary>
    public string CommandLine => string.Join(
        ' ', new[] { Command, "domain", "receive" }.Concat(Root is { } root ? ["--root", root] : []).Select(SshProgram.Quote));

    /// <summary>Reads an address.</summary>
    /// <exception cref="DomainException">It is not an address, or a part of it is not valid; no part is ignored.</exception>
    public static SshAddress Parse(string text)
    {
        Match match = Form().Match(text);
        if (!match.Success)
        {
            throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Remote_BadAddress, Text.OnOneLine(text, 300)));
        }

        string host = match.Groups["host"].Value;
        bool isHost = SshHost.IsHost(host, match.Groups["v6"].Success);
        string? user = match.Groups["user"] is { Success: true, Value: var raw } ? PercentText.Decode(raw) ?? string.Empty : null;
        string slash = match.Groups["long"].Success ? string.Empty : "/";
        string? root = match.Groups["root"] is { Success: true, Value: var path } ? PercentText.Decode(slash + path) ?? string.Empty : null;
        string command = match.Groups["command"] is { Success: true, Value: var word } ? PercentText.Decode(word) ?? string.Empty
            : UsualCommand;
        int port = match.Groups["port"] is { Success: true, Value: var digits }
            ? Digits.TryParse(digits, out int number) && number is > 0 and <= MaxPort ? number
            : 0
            : -1;
        (string Part, bool IsRight)[] parts =
        [
            (Messages.Remote_PartUser, user is null || SshHost.IsUser(user)),
            (Messages.Remote_PartHost, isHost),
            (Messages.Remote_PartPort, port != 0),
            (Messages.Remote_PartFolder, root is null || (root.StartsWith('/') && IsPlain(root))),
            (Messages.Remote_PartCommand, IsPlain(command) && !command.StartsWith('-')),
        ];
        return Array.Find(parts, p => !p.IsRight).Part is { } wrong
            ? throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Remote_BadPart, Text.OnOneLine(text, 300), wrong))
            : new SshAddress(user is null ? host : $"{user}@{host}", port > 0 ? port : null, root, command);
    }

    // A plain path on one line.
    private static bool IsPlain(string path) =>
        path.Length > 0 && !path.Any(char.IsControl) && !path.Split('/').Any(p => p is "." or "..");

    [GeneratedRegex(
        @"^(ssh|qemu\+(?<long>)ssh)://((?<user>[^@/?#\[\]:]*)@)?((?<host>[^@/?#\[\]:]+)|\[(?<v6>)(?<host>[^@/?#%\[\]]+)\])"
            + @"(:(?<port>[^@/?#:]*))?(?(long)/?(\?(root=(?<root>[^?#&]*)(&nvirt=(?<command>[^?#&]*))?"
            + @"|nvirt=(?<command>[^?#&]*)(&root=(?<root>[^?#&]*))?))?|(/(?<root>[^?#]+)?)?(\?nvirt=(?<command>[^?#&]*))?)\z",
            RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Form();
}
