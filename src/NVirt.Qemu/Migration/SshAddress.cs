using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.Migration;

/// <summary>Another host: <c>ssh://[user@]host[:port][/root][?nvirt=PATH]</c>. Each part is checked as ssh, or a shell there, would get it.</summary>
/// <param name="Host">The host, with the user if one was given, as ssh takes it.</param>
/// <param name="Port">The port; <see langword="null"/> for ssh's own choice.</param>
/// <param name="Root">The folder of its domains; <see langword="null"/> for the usual one.</param>
/// <param name="Command">The nvirt there.</param>
internal sealed partial record SshAddress(string Host, int? Port, string? Root, string Command)
{
    public const string Scheme = "ssh";

    private const string UsualCommand = "nvirt";
    private const int MaxPort = 65535;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads an address.</summary>
    /// <exception cref="DomainException">It is none, or a part of it is not what it may be; nothing of it is dropped.</exception>
    public static SshAddress Parse(string text)
    {
        Match match = Form().Match(text);
        if (!match.Success)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_BadAddress, Text.OnOneLine(text, 300)));
        }

        string host = match.Groups["host"].Value;
        bool isHost = match.Groups["v6"].Success ? IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6 : HostName().IsMatch(host);
        string? user = match.Groups["user"] is { Success: true, Value: var raw } ? Unescape(raw) ?? string.Empty : null;
        string? root = match.Groups["path"] is { Success: true, Value: { Length: > 1 } path } ? Unescape(path) ?? string.Empty : null;
        string command = match.Groups["command"] is { Success: true, Value: var word } ? Unescape(word) ?? string.Empty : UsualCommand;
        int port = match.Groups["port"] is { Success: true, Value: var digits }
            ? int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= MaxPort ? number : 0
            : -1;
        (string Part, bool IsRight)[] parts =
        [
            (Messages.Remote_PartUser, user is null || UserName().IsMatch(user)),
            (Messages.Remote_PartHost, isHost),
            (Messages.Remote_PartPort, port != 0),
            (Messages.Remote_PartFolder, root is null || IsPlain(root)),
            (Messages.Remote_PartCommand, IsPlain(command) && !command.StartsWith('-')),
        ];
        return Array.Find(parts, p => !p.IsRight).Part is { } wrong
            ? throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_BadPart, Text.OnOneLine(text, 300), wrong))
            : new SshAddress(user is null ? host : $"{user}@{host}", port > 0 ? port : null, root, command);
    }

    // A path that means what it says, in one line.
    private static bool IsPlain(string path) =>
        path.Length > 0 && !path.Any(char.IsControl) && !path.Split('/').Any(p => p is "." or "..");

    private static string? Unescape(string text)
    {
        if (BadEscape().IsMatch(text))
        {
            return null;
        }

        try
        {
            byte[] bytes = StrictUtf8.GetBytes(text);
            using MemoryStream plain = new();
            for (int i = 0; i < bytes.Length; i++)
            {
                bool isEscape = bytes[i] == (byte)'%';
                plain.WriteByte(isEscape ? Convert.FromHexString(Encoding.ASCII.GetString(bytes, i + 1, 2))[0] : bytes[i]);
                i += isEscape ? 2 : 0;
            }

            return StrictUtf8.GetString(plain.ToArray());
        }
        catch (Exception e) when (e is EncoderFallbackException or DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^ssh://((?<user>[^@/?#\[\]:]*)@)?((?<host>[^@/?#\[\]:]+)|\[(?<v6>)(?<host>[^@/?#%\[\]]+)\])(:(?<port>[^@/?#:]*))?(?<path>/[^?#]*)?(\?nvirt=(?<command>[^?#&]*))?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Form();

    // Of what ssh takes, only what neither it nor a shell gives a meaning to. (\z, since $ would take the end of a line too.)
    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9._+-]|@(?=[A-Za-z0-9]))*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UserName();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostName();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BadEscape();
}
