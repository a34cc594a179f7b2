using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.Probing;
using NVirt.Qemu.State;
using NVirt.Xml;
using Text = NVirt.Xml.Text;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Starts QEMU as a process that outlives this one: in its own session, so that no terminal ends it, with a log file for its output. It
/// waits at a gate until it is told what to become, so that QEMU never runs without a record. It holds a lock that ends with the last
/// process that it became or started. A shell, which keeps its process number when it becomes QEMU, takes as long to start as the
/// arguments to be found, so it is started first.
/// </summary>
internal sealed class GuestLauncher : IDisposable
{
    /// <summary>The descriptor through which QEMU, and everything it starts, holds the lock file.</summary>
    public const int LockNumber = 9;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(1);

    private readonly GuestShell _shell;
    private readonly SafeFileHandle _lock;
    private readonly ImmutableArray<string> _before;
    private bool _isLeashed;

    private GuestLauncher(GuestShell shell, ProcessIdentity identity, SafeFileHandle lockFile, ImmutableArray<string> before)
    {
        _shell = shell;
        _lock = lockFile;
        _before = before;
        Identity = identity;
    }

    /// <summary>The process that will become QEMU.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Starts the process, on its way to its gate, and saves its identity.</summary>
    /// <param name="files">The guest's folder.</param>
    /// <param name="log">The file for QEMU's output.</param>
    /// <param name="keepPause">How long the guest's keeper waits between its looks.</param>
    /// <param name="user">The user that QEMU becomes; <see langword="null"/> for ours.</param>
    /// <param name="taps">What QEMU inherits.</param>
    /// <param name="cancellation">Cancels waiting for the lock.</param>
    /// <exception cref="DomainException">It cannot be started, or somebody else holds the lock.</exception>
    public static async Task<GuestLauncher> StartAsync(
        PrivateFolder files, SafeFileHandle log, TimeSpan keepPause, GuestUser? user, GuestTaps taps, CancellationToken cancellation)
    {
        SafeFileHandle? lockFile = null;
        GuestShell? shell = null;
        try
        {
            lockFile = files.OpenOrMake(GuestFolder.ProcessFile, OpenFlags.ReadWrite);
            using SafeFileHandle journal = GuestJournal.OpenOut(files);
            if (user is not null)
            {
                files.OpenTo(user.Group);
                files.GiveFile(GuestFolder.JournalOutFile, user.Group);
                files.GiveFile(GuestFolder.JournalInFile, user.Group);
            }

            using (SafeFileHandle held = await LockAsync(files, user is not null, cancellation))
            {
                shell = GuestShell.Start(
                    EmulatorEnvironment.Words, [(log, 1), (log, 2), (journal, 4), (log, 8), (held, LockNumber), .. taps.Inherited]);
            }

            shell.Tell(Prepare(user is null ? "/" : files.Path, GuestKeeper.Arguments(keepPause)));
            ProcessIdentity identity = Identify(shell.Id);
            RunStore.Write(lockFile, identity);
            return new GuestLauncher(shell, identity, lockFile, user?.Launcher ?? []);
        }
        catch (Exception e)
        {
            shell?.Dispose();
            lockFile?.Dispose();
            throw e is Win32Exception or IOException
                ? new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Qemu_NotStarted, GuestShell.Program, e.Message), e)
                : e;
        }
    }

    /// <summary>The identity of a process that was just started. Whoever destroys the guest at this moment finds it by its lock.</summary>
    /// <exception cref="DomainException">It has been killed.</exception>
    public static ProcessIdentity Identify(int id) =>
        ProcessIdentity.Of(id) ?? throw new DomainException(DomainErrorKind.Hypervisor, Messages.Guest_Ended);

    /// <summary>Opens the gate.</summary>
    public void Open(QemuArguments arguments)
    {
        _shell.Tell(Become(_before, arguments, leashed: null));
        _shell.Dispose();
    }

    /// <summary>Opens the gate for a guest that ends when the returned leash is released.</summary>
    public GuestLeash OpenLeashed(QemuArguments arguments)
    {
        _isLeashed = true;
        _shell.Tell(Become(_before, arguments, PrivateFolder.PathFor(_lock)));
        return new GuestLeash(_shell, Identity);
    }

    /// <summary>If the gate is closed without having been opened, the shell waiting there ends.</summary>
    public void Dispose()
    {
        if (!_isLeashed)
        {
            _shell.Dispose();
        }

        _lock.Dispose();
    }

    /// <summary>What the shell does before it waits. It has the log as descriptor 8, and the event log as 4.</summary>
    /// <param name="place">The folder in which it becomes QEMU.</param>
    /// <param name="keep">The arguments of the guest's keeper.</param>
    // What we inherited is not passed on, as far as a shell can name it. Only QEMU's user can access the sockets that it creates. The
    // keeper is no child of QEMU and has its own session.
    private static byte[] Prepare(string place, string keep) => Encoding.UTF8.GetBytes($$"""
        {
        cd {{Quote(place)}} || exit 1
        umask 077
        exec 3>&- 5>&- 6>&- 7>&-
        (setsid sh -c {{Quote(GuestKeeper.Script)}} keeper {{keep}} \
            5<>/proc/self/fd/8 7</proc/self/fd/9 8>&- 9>&- </dev/null >/dev/null 2>&1 &)
        exec 4>&-
        }

        """);

    /// <summary>
    /// What the shell is told then. When nothing more comes, it ends, and a part of a command is a mistake that ends it too.
    /// </summary>
    /// <param name="before">The words in front of QEMU's command.</param>
    /// <param name="arguments">The command.</param>
    /// <param name="leashed">The path of the lock file, if the guest ends with us.</param>
    internal static byte[] Become(ImmutableArray<string> before, QemuArguments arguments, string? leashed)
    {
        StringBuilder text = new("{\n");
        if (leashed is not null)
        {
            // A leash is a process that keeps reading at the gate, which stays open as long as we live; then it kills QEMU, if that still
            // holds its lock.
            string leash = $$"""
                exec 6<&0
                setsid sh -c 'cat <&6 >/dev/null; flock -s -n 7 || kill -KILL "$1"' leash $$ 7<{{Quote(leashed)}} 8>&- 9>&- \
                    >/dev/null 2>&1 &
                exec 6<&-

                """;
            text.Append(leash);
        }

        text.Append("exec");
        Add(before);
        if (!arguments.Environment.IsEmpty)
        {
            Add(["env", .. arguments.Environment.Select(v => $"{v.Key}={v.Value}")]);
        }

        Add([QemuBinary.InPath(arguments.Emulator) ?? arguments.Emulator, .. arguments.Arguments]);
        return Encoding.UTF8.GetBytes(text.Append(" </dev/null 8>&-\n}\n").ToString());

        void Add(IEnumerable<string> words)
        {
            foreach (string word in words)
            {
                text.Append(' ').Append(Quote(word));
            }
        }
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // Whoever looks whether a guest lives takes the lock for a moment. It belongs to what was opened here, so that it goes to QEMU, and
    // another user cannot write to the file, which needs a file system that locks what is only read, unlike NFS.
    private static async Task<SafeFileHandle> LockAsync(PrivateFolder files, bool isOfAnother, CancellationToken cancellation)
    {
        SafeFileHandle file = files.OpenOrMake(GuestFolder.ProcessFile, isOfAnother ? OpenFlags.Read : OpenFlags.ReadWrite);
        try
        {
            long start = Environment.TickCount64;
            while (Kernel.Lock(file, Kernel.LockExclusive | Kernel.LockWithoutWaiting) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != ErrorNumber.WouldBlock || Environment.TickCount64 - start > LockPatience.TotalMilliseconds)
                {
                    throw new DomainException(
                        DomainErrorKind.Failed,
                        Text.Of(Messages.State_Failure, files.PathOf(GuestFolder.ProcessFile), Marshal.GetPInvokeErrorMessage(error)));
                }

                await Task.Delay(LockPause, cancellation);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
