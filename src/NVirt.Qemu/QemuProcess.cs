using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.Probing;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu;

/// <summary>
/// A QEMU binary that runs without a machine, only for queries. It is killed when this is disposed of, or when this process
/// ends in any way, and its socket is in a folder that only this user can enter. Safe for use by several threads.
/// </summary>
public sealed class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    // If our pipe ends without a line in it, we were killed. The session includes everything that the binary started, and who waits at the
    // pipe, whom a signal to our own group must not reach.
    private const string Script = """
        exec 3<&0
        { trap '' HUP; read -r line || kill -9 -$$ $$; } <&3 >/dev/null 2>&1 3<&- &
        exec "$@" </dev/null 3<&-
        """;

    // setsid is found by the shell, which looks in the PATH that it gets from here and nowhere else.
    private const string SessionScript = """
        exec setsid -- /bin/sh -c "$0" "$@"
        """;

    private const string FolderStart = "nvirt-qemu-";

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
    }

    /// <summary>The connection to it.</summary>
    public QmpClient Qmp => _qmp!;

    /// <summary>What it has written to standard error so far, usually warnings; at most the first 65,536 characters.</summary>
    public string Errors => _errors.Text;

    internal int Id => _process.Id;

    private string SocketPath => SocketIn(_folder);

    /// <summary>Starts a binary and connects to it.</summary>
    /// <param name="binary">Its path, or a name to look up in PATH, for example <c>qemu-system-x86_64</c>.</param>
    /// <param name="options">The options; <see langword="null"/> for TCG and the default limits.</param>
    /// <param name="cancellation">Cancels waiting and ends the process.</param>
    /// <exception cref="QemuException">It cannot be started, ends, or cannot be queried in time; the message has its output.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
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
        Release();
        await Task.WhenAny(Task.WhenAll(_process.WaitForExitAsync(), _errors.Completion, _output.Completion), Task.Delay(LastWords));
        _process.Dispose();
        Delete(_folder);
    }

    private static QemuProcess Start(string binary, QemuProcessOptions options)
    {
        DirectoryInfo folder = MakeFolder(options.User);
        try
        {
            return new QemuProcess(
                folder, Process.Start(Describe(binary, options.User?.Launcher ?? [], Arguments(SocketIn(folder), options)))!);
        }
        catch (Win32Exception e)
        {
            Delete(folder);
            throw new QemuException(Text.Of(Messages.Qemu_NotStarted, binary, e.Message), e);
        }
    }

    // A user of its own may be kept out of root's temporary folder, and others could be faster in one that is for everybody.
    private static DirectoryInfo MakeFolder(GuestUser? user)
    {
        if (user is null || !OperatingSystem.IsLinux())
        {
            return Directory.CreateTempSubdirectory(FolderStart);
        }

        DirectoryInfo folder = Directory.CreateDirectory(
            Path.Combine("/run", $"{FolderStart}{Guid.NewGuid():N}"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Kernel.ChangeOwner(folder.FullName, user.User, user.Group) == 0 ? folder
            : throw new QemuException(Text.Of(Messages.Qemu_NotStarted, folder.FullName, Marshal.GetLastPInvokeErrorMessage()));
    }

    private static ProcessStartInfo Describe(string binary, IEnumerable<string> launcher, IEnumerable<string> arguments)
    {
        string[] script = OperatingSystem.IsLinux() ? [SessionScript, Script] : [Script];
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new(binary, arguments)
            : new("/bin/sh", ["-c", .. script, "nvirt", .. launcher, PathOf(binary), .. arguments]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        EmulatorEnvironment.Build(start);
        return start;
    }

    // The shell always exists, so first check whether there is anything for it to start.
    private static string PathOf(string binary)
    {
        string? path = binary.Contains(Path.DirectorySeparatorChar) ? Path.GetFullPath(binary) : QemuBinary.InPath(binary);
        return path is not null && QemuBinary.IsExecutable(path) ? path
            : throw new Win32Exception(File.Exists(path) ? ErrorNumber.Access : ErrorNumber.NoEntry);
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
            // A folder that is left over is no reason to lose an answer.
        }
    }

    // The socket exists before QEMU listens on it.
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

    /// <summary>How the process ended by itself, with its last output; <see langword="null"/> if it is still running.</summary>
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

    // Tells the watchdog process that there is nothing left to do.
    private void Release()
    {
        try
        {
            _process.StandardInput.WriteLine();
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was killed with the rest.
        }
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
