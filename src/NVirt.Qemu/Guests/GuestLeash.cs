using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// The guest ends soon after this is disposed of, or after this process has ended in any way: a process of the guest waits at the
/// other end of a pipe.
/// </summary>
internal sealed class GuestLeash(GuestShell shell, ProcessIdentity guest) : IDisposable
{
    /// <summary>The guest's process.</summary>
    public ProcessIdentity Guest { get; } = guest;

    public void Dispose() => shell.Dispose();
}
