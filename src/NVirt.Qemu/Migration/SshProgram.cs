using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>The program that connects to other hosts.</summary>
/// <param name="Words">The program and its options.</param>
internal sealed record SshProgram(IReadOnlyList<string> Words)
{
    private const string Variable = "NVIRT_SSH";

    // No password prompts, no ssh agent or X11 forwarding, and a dead connection ends by itself.
    private static readonly string[] Options =
    [
        "-a", "-x", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3",
    ];

    /// <summary><c>ssh</c>, or what a variable names, as with git and rsync.</summary>
    public static SshProgram Usual =>
        new((Environment.GetEnvironmentVariable(Variable) ?? "ssh")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : ["ssh"]);

    /// <summary>Runs nvirt there.</summary>
    public Process RunCommand(SshAddress address) => Start(address, [], [CommandLine(address)]);

    /// <summary>Creates a socket here that leads to one there.</summary>
    public Process OpenTunnel(SshAddress address, string here, string there) =>
        Start(address, ["-N", "-o", "ExitOnForwardFailure=yes", "-L", $"{here}:{there}"], []);

    /// <summary>The command, quoted for a shell there.</summary>
    internal static string CommandLine(SshAddress address) => string.Join(
        ' ', new[] { address.Command, "domain", "receive" }.Concat(address.Root is { } root ? ["--root", root] : []).Select(Quote));

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private Process Start(SshAddress address, IEnumerable<string> options, IEnumerable<string> command)
    {
        string[] port = address.Port is { } number ? ["-p", number.ToString(CultureInfo.InvariantCulture)] : [];
        ProcessStartInfo start = new(Words[0], [.. Words.Skip(1), .. Options, .. options, .. port, "--", address.Host, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new DomainException(DomainErrorKind.NoConnection, Text.Of(Messages.Remote_NoSsh, Words[0], e.Message), e);
        }
    }
}
