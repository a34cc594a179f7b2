using System.ComponentModel;
using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Starts QEMU as a process that outlives us: in a session of its own, so that no terminal ends it, with a log file for what it writes. It
/// waits at a gate until it is opened, so that no QEMU ever runs that nobody has a record of.
/// </summary>
internal sealed class GuestLauncher : IDisposable
{
    // The shell keeps its number when it becomes QEMU. Without a line at the gate, it ends.
    private const string Script = """
        read -r line || exit 1
        exec setsid -- "$@" </dev/null >>"$NVIRT_LOG" 2>&1
        """;

    private const string Shell = "/bin/sh";

    private readonly Process _shell;

    private GuestLauncher(Process shell, ProcessIdentity identity)
    {
        _shell = shell;
        Identity = identity;
    }

    /// <summary>The process that will be QEMU's.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Starts the process, behind its gate.</summary>
    public static GuestLauncher Start(QemuArguments arguments, string log)
    {
        ProcessStartInfo start = new(Shell, ["-c", Script, "nvirt", arguments.Emulator, .. arguments.Arguments])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment["NVIRT_LOG"] = log;
        foreach ((string name, string value) in arguments.Environment)
        {
            start.Environment[name] = value;
        }

        Process? shell = null;
        try
        {
            shell = Process.Start(start)!;
            return new GuestLauncher(shell, ProcessIdentity.Of(shell.Id) ?? throw new Win32Exception());
        }
        catch (Win32Exception e)
        {
            shell?.Dispose();
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Qemu_NotStarted, arguments.Emulator, e.Message), e);
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

    public void Dispose() => _shell.Dispose();
}
