using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Peers;

/// <summary>The program that connects to other hosts. Immutable.</summary>
/// <param name="Words">The program and its options.</param>
public sealed record SshProgram(IReadOnlyList<string> Words)
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

    /// <summary>Runs a command there.</summary>
    /// <param name="host">Where.</param>
    /// <param name="command">The command, for a shell.</param>
    /// <exception cref="DomainException">The program cannot be started (no connection).</exception>
    public Process Run(SshHost host, string command) => Start(host, [], [command]);

    /// <summary>Creates a socket here that leads to one there.</summary>
    /// <exception cref="DomainException">The program cannot be started (no connection).</exception>
    public Process OpenTunnel(SshHost host, string here, string there) =>
        Start(host, ["-N", "-o", "ExitOnForwardFailure=yes", "-L", $"{here}:{there}"], []);

    /// <summary>A word, quoted for a shell.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private Process Start(SshHost host, IEnumerable<string> options, IEnumerable<string> command)
    {
        ArgumentNullException.ThrowIfNull(host);
        string[] port = host.Port is { } number ? ["-p", number.ToString(CultureInfo.InvariantCulture)] : [];
        ProcessStartInfo start = new(Words[0], [.. Words.Skip(1), .. Options, .. options, .. port, "--", host.Name, .. command])
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
            throw new DomainException(DomainErrorKind.NoConnection, Text.Of(Messages.Peer_NoSsh, Words[0], e.Message), e);
        }
    }
}
