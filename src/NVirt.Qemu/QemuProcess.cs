using System.ComponentModel;
using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu;

/// <summary>
/// A QEMU binary that runs without a machine, only to be asked what it can. It is killed when this is disposed of, and its socket lives in a
/// folder that only this user can enter. Safe for use by several threads.
/// </summary>
public sealed class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly BoundedOutput _errors;
    private readonly BoundedOutput _output;
    private QmpClient? _qmp;

    private QemuProcess(DirectoryInfo folder, Process process)
    {
        _folder = folder;
        _process = process;
        _errors = new BoundedOutput(process.StandardError);
        _output = new BoundedOutput(process.StandardOutput);
        process.StandardInput.Close();
    }

    /// <summary>The connection to it.</summary>
    public QmpClient Qmp => _qmp!;

    /// <summary>What it has written to standard error so far, warnings mostly; at most the first 65,536 characters.</summary>
    public string Errors => _errors.Text;

    internal int Id => _process.Id;

    private string SocketPath => SocketIn(_folder);

    /// <summary>Starts a binary and connects to it.</summary>
    /// <param name="binary">Its path, or a name to be found in PATH, for example <c>qemu-system-x86_64</c>.</param>
    /// <param name="options">How; <see langword="null"/> for TCG and the usual bounds.</param>
    /// <param name="cancellation">Ends the waiting, and the process.</param>
    /// <exception cref="QemuException">It can not be started, ends, or can not be asked in time; the message has what it wrote.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<QemuProcess> StartAsync(
        string binary, QemuProcessOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(binary);
        options ??= new QemuProcessOptions();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Timeout);
        QemuProcess qemu = Start(binary, options);
        try
        {
            qemu._qmp = await qemu.ConnectAsync(options.Qmp, patience.Token);
            return qemu;
        }
        catch (Exception e)
        {
            string? end = await qemu.DescribeEndAsync(binary, isNear: e is QmpException { Kind: QmpErrorKind.Closed });
            await qemu.DisposeAsync();
            throw e switch
            {
                _ when end is not null => new QemuException(end, e),
                OperationCanceledException when !cancellation.IsCancellationRequested =>
                    new QemuException(Text.Of(Messages.Qemu_TimedOut, binary, options.Timeout.TotalSeconds), e),
                QmpException or ArgumentException => new QemuException(Text.Of(Messages.Qemu_NotReached, binary, e.Message), e),
                _ => e,
            };
        }
    }

    /// <summary>Kills the process and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_qmp is not null)
        {
            await _qmp.DisposeAsync();
        }

        Kill();
        await Task.WhenAny(Task.WhenAll(_process.WaitForExitAsync(), _errors.Completion, _output.Completion), Task.Delay(LastWords));
        _process.Dispose();
        Delete(_folder);
    }

    private static QemuProcess Start(string binary, QemuProcessOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nvirt-qemu-");
        ProcessStartInfo start = new(binary, Arguments(SocketIn(folder), options))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        EmulatorEnvironment.Build(start);
        try
        {
            return new QemuProcess(folder, Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            Delete(folder);
            throw new QemuException(Text.Of(Messages.Qemu_NotStarted, binary, e.Message), e);
        }
    }

    private static IEnumerable<string> Arguments(string socket, QemuProcessOptions options) =>
    [
        "-machine", "none", "-nodefaults", "-nographic", "-no-user-config", "-S",
        .. options.Accelerators.SelectMany(a => (string[])["-accel", a]),
        "-qmp", $"unix:{socket.Replace(",", ",,", StringComparison.Ordinal)},server=on,wait=off",
    ];

    private static string SocketIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "qmp");

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that stays is no reason to lose an answer.
        }
    }

    // The socket is there before QEMU listens on it.
    private async Task<QmpClient> ConnectAsync(QmpOptions options, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await QmpClient.ConnectAsync(SocketPath, options, cancellation);
            }
            catch (QmpException e) when (e.Kind == QmpErrorKind.Unreachable && !_process.HasExited)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>How the process ended by itself, with its last words; <see langword="null"/> if it still runs.</summary>
    private async Task<string?> DescribeEndAsync(string binary, bool isNear)
    {
        if (isNear)
        {
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(LastWords));
        }

        if (!_process.HasExited)
        {
            return null;
        }

        await Task.WhenAny(_errors.Completion, Task.Delay(LastWords));
        string words = Errors.Trim();
        return words.Length == 0
            ? Text.Of(Messages.Qemu_Ended, binary, _process.ExitCode)
            : Text.Of(Messages.Qemu_EndedSaying, binary, _process.ExitCode, words);
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }
}
