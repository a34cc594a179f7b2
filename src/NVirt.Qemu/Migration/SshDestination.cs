using System.Buffers;
using System.Diagnostics;
using System.Text;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// Migrates a guest to another host by ssh: one connection runs <c>nvirt</c> there and talks to it, and a second one carries the guest's
/// state from a socket here to one there, so that no port has to be opened and everything is encrypted.
/// </summary>
internal sealed class SshDestination : IMigrationDestination
{
    private const string Prefix = "unix:";
    private const int MaxSocketPath = 107;

    // Characters with a special meaning in an ssh forwarding, and in ssh's placeholders.
    private static readonly SearchValues<char> Special = SearchValues.Create(":\\[]$%");

    private static readonly TimeSpan TunnelPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WordsPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly SshAddress _address;
    private readonly SshProgram _program;
    private readonly Process _session;
    private readonly PeerDestination _peer;
    private readonly BoundedOutput _errors;
    private readonly DirectoryInfo _folder;
    private Process? _tunnel;
    private BoundedOutput? _tunnelErrors;

    private SshDestination(SshAddress address, SshProgram program, MigrationPatience patience)
    {
        _address = address;
        _program = program;
        _session = program.Run(address.Place, address.CommandLine);
        _errors = new BoundedOutput(_session.StandardError);
        _peer = new PeerDestination(address.Host, _session.StandardOutput.BaseStream, _session.StandardInput.BaseStream, patience);
        _folder = Directory.CreateTempSubdirectory("nvirt-ssh-");
    }

    public string Name => _address.Host;

    /// <summary>Connects.</summary>
    /// <exception cref="DomainException">ssh cannot connect, or there is no nvirt at the destination.</exception>
    public static async Task<SshDestination> ConnectAsync(
        SshAddress address, SshProgram program, MigrationPatience patience, CancellationToken cancellation)
    {
        SshDestination destination = new(address, program, patience);
        try
        {
            await destination.TellAsync(() => destination._peer.GreetAsync(cancellation));
            return destination;
        }
        catch
        {
            // Nothing has been said yet that would have to be undone.
            await destination._peer.DisposeAsync();
            await destination.DisposeAsync();
            throw;
        }
    }

    public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default)
    {
        string address = string.Empty;
        await TellAsync(async () => address = await _peer.PrepareAsync(offer, cancellation));
        string there = RequireSocket(address);
        string here = Path.Combine(_folder.FullName, "state");
        _tunnel = _program.OpenTunnel(_address.Place, here, there);
        _tunnelErrors = new BoundedOutput(_tunnel.StandardError);
        await WaitForTunnelAsync(here, cancellation);
        return Prefix + here;
    }

    public Task WatchAsync(CancellationToken cancellation) => TellAsync(() => _peer.WatchAsync(cancellation));

    public async Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default)
    {
        MigrationAnswer? answer = null;
        await TellAsync(async () => answer = await _peer.FinishAsync(isPaused, cancellation));
        return answer!;
    }

    public Task AbortAsync() => _peer.AbortAsync();

    public async ValueTask DisposeAsync()
    {
        End(_tunnel);

        // The other side sees the end of its input, and drops what is not finished. A silent one is not waited for.
        if (!_peer.IsLost)
        {
            _session.StandardInput.Close();
            await Task.WhenAny(_session.WaitForExitAsync(), Task.Delay(EndPatience));
        }

        End(_session);
        _folder.Delete(recursive: true);
    }

    /// <summary>Refuses an address that ssh would not take as a socket there.</summary>
    /// <returns>The socket's path there.</returns>
    internal static string RequireSocket(string address)
    {
        string path = address.StartsWith(Prefix, StringComparison.Ordinal) ? address[Prefix.Length..] : string.Empty;
        bool isPath = path.StartsWith('/') && !path.Any(char.IsControl) && !path.AsSpan().ContainsAny(Special)
            && Encoding.UTF8.GetByteCount(path) <= MaxSocketPath;
        return isPath ? path : throw new DomainException(
            DomainErrorKind.Failed, Text.Of(Messages.Remote_BadSocket, PeerText.Show(Text.OnOneLine(address, 200))));
    }

    private static void End(Process? process)
    {
        if (process is { HasExited: false })
        {
            process.Kill();
        }

        process?.Dispose();
    }

    // If the connection ended, ssh has said why.
    private async Task TellAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (DomainException e) when (_peer.IsLost)
        {
            await Task.WhenAny(_errors.Completion, Task.Delay(WordsPatience));
            throw Words(_errors) is { Length: > 0 } words
                ? new DomainException(e.Kind, Text.Of(Messages.Remote_SshSaid, e.Message, words), e.InnerException ?? e) : e;
        }
    }

    private async Task WaitForTunnelAsync(string socket, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (!File.Exists(socket))
        {
            if (_tunnel!.HasExited || Environment.TickCount64 - start > TunnelPatience.TotalMilliseconds)
            {
                await Task.WhenAny(_tunnelErrors!.Completion, Task.Delay(WordsPatience, cancellation));
                throw new DomainException(
                    DomainErrorKind.NoConnection, Text.Of(Messages.Remote_NoTunnel, _address.Host, Words(_tunnelErrors)));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static string Words(BoundedOutput errors) => PeerText.Show(Text.OnOneLine(errors.Text.Trim(), 500));
}
