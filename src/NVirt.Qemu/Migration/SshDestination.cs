using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Migration;

/// <summary>
/// A guest goes to another host by ssh: one connection runs <c>nvirt</c> there and talks to it, and a second carries the guest's state from a
/// socket here to one there, so that nothing has to be opened to the network and all of it is encrypted.
/// </summary>
internal sealed class SshDestination : IMigrationDestination
{
    private const int MaxLine = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly SshAddress _address;
    private readonly Process _session;
    private readonly JsonLines _lines;
    private readonly BoundedOutput _errors;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nvirt-ssh-");
    private Process? _tunnel;
    private BoundedOutput? _tunnelErrors;
    private bool _isOver;

    private SshDestination(SshAddress address, Process session)
    {
        _address = address;
        _session = session;
        _errors = new BoundedOutput(session.StandardError);
        _lines = new JsonLines(session.StandardOutput.BaseStream, session.StandardInput.BaseStream, MaxLine);
    }

    public string Name => _address.Host;

    /// <summary>Connects.</summary>
    /// <exception cref="DomainException">ssh does not get there, or there is no nvirt.</exception>
    public static async Task<SshDestination> ConnectAsync(SshAddress address, CancellationToken cancellation)
    {
        SshDestination destination = new(address, Start(address, [], RemoteCommand(address)));
        try
        {
            JsonElement hello = await destination.ReadAsync(cancellation);
            return hello.TryGetProperty("nvirt", out JsonElement version) && version.GetInt32() == DestinationService.Protocol
                ? destination
                : throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Remote_OtherVersion, address.Host));
        }
        catch
        {
            await destination.DisposeAsync();
            throw;
        }
    }

    public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        JsonElement address = await AskAsync(new JsonObject { ["execute"] = "prepare", ["offer"] = OfferJson.Write(offer) }, cancellation);
        string there = address.GetString()!["unix:".Length..];
        string here = Path.Combine(_folder.FullName, "state");
        _tunnel = Start(_address, ["-N", "-o", "ExitOnForwardFailure=yes", "-L", $"{here}:{there}"], command: null);
        _tunnelErrors = new BoundedOutput(_tunnel.StandardError);
        await WaitForTunnelAsync(here, cancellation);
        return "unix:" + here;
    }

    public async Task<DomainSummary> FinishAsync(bool isPaused, CancellationToken cancellation = default)
    {
        JsonElement domain = await AskAsync(new JsonObject { ["execute"] = "finish", ["isPaused"] = isPaused }, cancellation);
        _isOver = true;
        return SummaryJson.Read(domain);
    }

    public async Task AbortAsync()
    {
        if (!_isOver)
        {
            await AskAsync(new JsonObject { ["execute"] = "abort" }, CancellationToken.None);
            _isOver = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(_tunnel);

        // The other side sees the end of its input, and lets go of what is not finished.
        _session.StandardInput.Close();
        await Task.WhenAny(_session.WaitForExitAsync(), Task.Delay(Patience));
        End(_session);
        _folder.Delete(recursive: true);
    }

    private static void End(Process? process)
    {
        if (process is { HasExited: false })
        {
            process.Kill();
        }

        process?.Dispose();
    }

    // ssh hands the command to a shell there.
    private static string RemoteCommand(SshAddress address) => string.Join(
        ' ', new[] { address.Command, "domain", "receive" }.Concat(address.Root is { } root ? ["--root", root] : []).Select(Quote));

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static Process Start(SshAddress address, IEnumerable<string> options, string? command)
    {
        // As with git and rsync, a variable may name another program, or one with options.
        string[] program = (Environment.GetEnvironmentVariable("NVIRT_SSH") ?? "ssh").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] port = address.Port is { } number ? ["-p", number.ToString(CultureInfo.InvariantCulture)] : [];
        ProcessStartInfo start = new(program[0], [.. program[1..], "-o", "BatchMode=yes", .. options, .. port, "--", address.Host, .. command is null ? Array.Empty<string>() : [command]])
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
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_NoSsh, program[0], e.Message), e);
        }
    }

    private async Task<JsonElement> AskAsync(JsonObject request, CancellationToken cancellation)
    {
        await _lines.WriteAsync(request, cancellation);
        JsonElement answer = await ReadAsync(cancellation);
        if (!answer.TryGetProperty("error", out JsonElement error))
        {
            return answer.GetProperty("return");
        }

        throw new DomainException(
            Enum.TryParse(error.GetProperty("kind").GetString(), out DomainErrorKind kind) ? kind : DomainErrorKind.Failed,
            Text.Of(Messages.Remote_Said, _address.Host, error.GetProperty("message").GetString()),
            error.TryGetProperty("cpu", out JsonElement cpu) ? new CpuException(RefusalJson.Read(cpu)) : null);
    }

    private async Task<JsonElement> ReadAsync(CancellationToken cancellation)
    {
        if (await _lines.ReadAsync(cancellation) is { } line)
        {
            return line;
        }

        await Task.WhenAny(_errors.Completion, Task.Delay(Patience, cancellation));
        throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_Ended, _address.Host, Text.OnOneLine(_errors.Text.Trim(), 500)));
    }

    private async Task WaitForTunnelAsync(string socket, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (!File.Exists(socket))
        {
            if (_tunnel!.HasExited || Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                await Task.WhenAny(_tunnelErrors!.Completion, Task.Delay(Pause, cancellation));
                throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_NoTunnel, _address.Host, Text.OnOneLine(_tunnelErrors.Text.Trim(), 500)));
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
