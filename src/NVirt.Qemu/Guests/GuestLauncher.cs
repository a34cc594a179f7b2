using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Starts QEMU as a process that outlives us: in a session of its own, so that no terminal ends it, with a log file for what it writes. It
/// waits at a gate until it is opened, so that no QEMU ever runs that nobody has a record of. It holds a lock that ends with the last process
/// that it has become or started.
/// </summary>
internal sealed class GuestLauncher : IDisposable
{
    /// <summary>The number by which QEMU, and whatever it starts, has the file that it holds locked.</summary>
    public const int LockNumber = 9;

    // The shell keeps its number when it becomes QEMU. Without a line at the gate, it ends. Both files are those that we have open: their
    // names may mean something else by now. Sockets that QEMU makes are its user's alone.
    private const string Script = """
        umask 077
        exec 9<>"$NVIRT_LOCK" 8>>"$NVIRT_LOG" || exit 1
        flock -w 5 9 || exit 1
        read -r line || exit 1
        unset NVIRT_LOCK NVIRT_LOG
        exec setsid -- "$@" </dev/null >&8 2>&1 8>&-
        """;

    private const string Shell = "/bin/sh";

    private readonly Process _shell;
    private readonly SafeFileHandle _lock;
    private readonly SafeFileHandle _log;

    private GuestLauncher(Process shell, ProcessIdentity identity, SafeFileHandle lockFile, SafeFileHandle log)
    {
        _shell = shell;
        _lock = lockFile;
        _log = log;
        Identity = identity;
    }

    /// <summary>The process that will be QEMU's.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Starts the process, behind its gate, and keeps which it is.</summary>
    /// <param name="arguments">QEMU's.</param>
    /// <param name="files">The guest's folder.</param>
    /// <param name="log">What QEMU writes to; it is closed with this.</param>
    public static GuestLauncher Start(QemuArguments arguments, PrivateFolder files, SafeFileHandle log)
    {
        SafeFileHandle? lockFile = null;
        Process? shell = null;
        try
        {
            lockFile = files.OpenOrMake(GuestFolder.ProcessFile, OpenFlags.ReadWrite);
            shell = Process.Start(Describe(arguments, lockFile, log))!;
            ProcessIdentity identity = ProcessIdentity.Of(shell.Id) ?? throw new Win32Exception();
            RunStore.Write(lockFile, identity);
            return new GuestLauncher(shell, identity, lockFile, log);
        }
        catch (Exception e)
        {
            Close(shell);
            lockFile?.Dispose();
            log.Dispose();
            throw e is Win32Exception or IOException
                ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Qemu_NotStarted, arguments.Emulator, e.Message), e)
                : e;
        }
    }

    /// <summary>Opens the gate.</summary>
    public void Open()
    {
        try
        {
            _shell.StandardInput.WriteLine();
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // It was killed at the gate; who waits for QEMU hears of it.
        }
    }

    public void Dispose()
    {
        Close(_shell);
        _lock.Dispose();
        _log.Dispose();
    }

    private static ProcessStartInfo Describe(QemuArguments arguments, SafeFileHandle lockFile, SafeFileHandle log)
    {
        ProcessStartInfo start = new(Shell, ["-c", Script, "nvirt", Probing.QemuBinary.InPath(arguments.Emulator) ?? arguments.Emulator, .. arguments.Arguments])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        EmulatorEnvironment.Build(start);
        foreach ((string name, string value) in arguments.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["NVIRT_LOCK"] = PrivateFolder.PathFor(lockFile);
        start.Environment["NVIRT_LOG"] = PrivateFolder.PathFor(log);
        return start;
    }

    // A gate that is closed without having been opened ends the shell behind it.
    private static void Close(Process? shell)
    {
        try
        {
            shell?.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // It has ended.
        }

        shell?.Dispose();
    }
}
