using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Starts QEMU as a process that outlives this one: in its own session, so that no terminal ends it, with a log file for its output. It
/// waits at a gate until that is opened, so that QEMU never runs without a record. It holds a lock that ends with the last
/// process that it became or started.
/// </summary>
internal sealed class GuestLauncher : IDisposable
{
    /// <summary>The descriptor through which QEMU, and everything it starts, holds the lock file.</summary>
    public const int LockNumber = 9;

    // The shell keeps its process number when it becomes QEMU. Without a line at the gate, it ends. All files are those that we have open:
    // their names may mean something else by now. What we inherited is not passed on, as far as a shell can name it. Only QEMU's user can
    // access the sockets that it creates. The keeper is no child of QEMU and has its own session, but is in the guest's control group. A
    // leash is a process that keeps reading at the gate, which stays open as long as we live; then it kills QEMU, if that still holds its
    // lock.
    private const string Script = """
        umask 077
        exec 3>&- 4>&- 5>&- 6>&- 7>&-
        exec 9<>"$NVIRT_LOCK" 8>>"$NVIRT_LOG" 4<>"$NVIRT_JOURNAL" || exit 1
        flock -w 5 9 || exit 1
        read -r line || exit 1
        (setsid sh -c "$NVIRT_KEEPER" keeper $NVIRT_KEEP 5<>/proc/self/fd/8 7</proc/self/fd/9 8>&- 9>&- </dev/null >/dev/null 2>&1 &)
        exec 4>&-
        if [ "$line" = leashed ]; then
            exec 6<&0
            setsid sh -c 'cat <&6 >/dev/null; flock -s -n 7 || kill -KILL "$1"' leash $$ 7<"$NVIRT_LOCK" 8>&- 9>&- >/dev/null 2>&1 &
            exec 6<&-
        fi
        unset NVIRT_LOCK NVIRT_LOG NVIRT_JOURNAL NVIRT_KEEPER NVIRT_KEEP
        exec setsid -- "$@" </dev/null >&8 2>&1 8>&-
        """;

    private const string Shell = "/bin/sh";

    // Another user gets the lock, but cannot write to its file. That needs a file system that locks what is only read, unlike NFS.
    private static readonly string OfAnother = Script.Replace("9<>", "9<", StringComparison.Ordinal);

    private readonly Process _shell;
    private readonly SafeFileHandle _lock;
    private readonly SafeFileHandle _log;
    private readonly SafeFileHandle _journal;
    private bool _isLeashed;

    private GuestLauncher(
        Process shell, ProcessIdentity identity, Task grouped, SafeFileHandle lockFile, SafeFileHandle log, SafeFileHandle journal)
    {
        _shell = shell;
        _lock = lockFile;
        _log = log;
        _journal = journal;
        Identity = identity;
        Grouped = grouped;
    }

    /// <summary>The process that will become QEMU.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Ends when the process is in its own control group, if it can be; it never fails.</summary>
    public Task Grouped { get; }

    /// <summary>Starts the process, waiting at its gate and on its way to its own control group, and saves its identity.</summary>
    /// <param name="arguments">QEMU's arguments.</param>
    /// <param name="uuid">The guest's UUID.</param>
    /// <param name="files">The guest's folder.</param>
    /// <param name="log">The file for QEMU's output; it is closed by this.</param>
    /// <param name="keepPause">How long the guest's keeper waits between its looks.</param>
    /// <param name="user">The user that QEMU becomes; <see langword="null"/> for ours.</param>
    /// <param name="taps">What QEMU inherits.</param>
    public static GuestLauncher Start(
        QemuArguments arguments, Guid uuid, PrivateFolder files, SafeFileHandle log, TimeSpan keepPause, GuestUser? user, GuestTaps taps)
    {
        SafeFileHandle? lockFile = null;
        SafeFileHandle? journal = null;
        Process? shell = null;
        try
        {
            lockFile = files.OpenOrMake(GuestFolder.ProcessFile, OpenFlags.ReadWrite);
            journal = GuestJournal.OpenOut(files);
            if (user is not null)
            {
                files.OpenTo(user.Group);
                files.GiveFile(GuestFolder.JournalOutFile, user.Group);
                files.GiveFile(GuestFolder.JournalInFile, user.Group);
            }

            ProcessStartInfo start = Describe(arguments, user is null ? "/" : files.Path, user?.Launcher ?? []);
            start.Environment["NVIRT_LOCK"] = PrivateFolder.PathFor(lockFile);
            start.Environment["NVIRT_LOG"] = PrivateFolder.PathFor(log);
            start.Environment["NVIRT_JOURNAL"] = PrivateFolder.PathFor(journal);
            start.Environment["NVIRT_KEEPER"] = GuestKeeper.Script;
            start.Environment["NVIRT_KEEP"] = GuestKeeper.Arguments(keepPause);
            shell = taps.Start(start);
            ProcessIdentity identity = Identify(shell.Id);
            RunStore.Write(lockFile, identity);
            return new GuestLauncher(shell, identity, ControlGroup.MakeAsync(files, uuid, identity), lockFile, log, journal);
        }
        catch (Exception e)
        {
            Close(shell);
            lockFile?.Dispose();
            journal?.Dispose();
            log.Dispose();
            throw e is Win32Exception or IOException
                ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Qemu_NotStarted, arguments.Emulator, e.Message), e)
                : e;
        }
    }

    /// <summary>The identity of a process that was just started. Whoever destroys the guest at this moment finds it by its lock.</summary>
    /// <exception cref="DomainException">It has been killed.</exception>
    public static ProcessIdentity Identify(int id) =>
        ProcessIdentity.Of(id) ?? throw new DomainException(DomainErrorKind.Hypervisor, Messages.Guest_Ended);

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
            // It was killed at the gate; whoever waits for QEMU notices.
        }
    }

    /// <summary>Opens the gate for a guest that ends when the returned leash is released.</summary>
    public GuestLeash OpenLeashed()
    {
        _isLeashed = true;
        try
        {
            _shell.StandardInput.WriteLine("leashed");
            _shell.StandardInput.Flush();
        }
        catch (IOException)
        {
            // As above.
        }

        return new GuestLeash(_shell, Identity);
    }

    public void Dispose()
    {
        if (!_isLeashed)
        {
            Close(_shell);
        }

        _lock.Dispose();
        _log.Dispose();
        _journal.Dispose();
    }

    private static ProcessStartInfo Describe(QemuArguments arguments, string place, ImmutableArray<string> before)
    {
        ProcessStartInfo start =
            new(Shell,
            [
                "-c", before.IsEmpty ? Script : OfAnother, "nvirt", .. before,
                Probing.QemuBinary.InPath(arguments.Emulator) ?? arguments.Emulator, .. arguments.Arguments,
            ])
            {
                RedirectStandardInput = true,
                UseShellExecute = false,
                WorkingDirectory = place,
            };
        EmulatorEnvironment.Build(start);
        foreach ((string name, string value) in arguments.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // If the gate is closed without having been opened, the shell waiting there ends.
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
