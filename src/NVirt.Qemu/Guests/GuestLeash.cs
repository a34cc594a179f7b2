using System.Diagnostics;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// The guest ends soon after this is disposed of, or after this process has ended in any way: a process of the guest waits at the
/// other end of a pipe.
/// </summary>
internal sealed class GuestLeash(Process shell, ProcessIdentity guest) : IDisposable
{
    /// <summary>The guest's process.</summary>
    public ProcessIdentity Guest { get; } = guest;

    public void Dispose()
    {
        try
        {
            shell.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // Nobody is waiting there any more.
        }

        shell.Dispose();
    }
}
