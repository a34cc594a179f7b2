using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe.Linux;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>
/// A socket in a folder of the emulator's user, held open, so that what is connected to is what was checked: a socket that this user made,
/// and no link to one of somebody else. Linux only.
/// </summary>
internal sealed class EmulatorSocket : IDisposable
{
    private readonly SafeFileHandle? _file;

    private EmulatorSocket(SafeFileHandle? file, string path) => (_file, Path) = (file, path);

    /// <summary>The path to connect to.</summary>
    public string Path { get; }

    /// <summary>Opens a socket. In a folder of our own, it is taken by its path.</summary>
    /// <returns>The socket, or <see langword="null"/> if there is something else.</returns>
    public static EmulatorSocket? TryOpen(string path)
    {
        if (FileStatus.Of(System.IO.Path.GetDirectoryName(path)!) is not { } folder || folder.Owner == LinuxSystem.EffectiveUser)
        {
            return new EmulatorSocket(null, path);
        }

        SafeFileHandle file = new(Kernel.Open(path, OpenFlags.Careful | OpenFlags.Place | OpenFlags.NoLink), ownsHandle: true);
        if (!file.IsInvalid && FileStatus.Of(file) is { IsSocket: true } status && status.Owner == folder.Owner)
        {
            return new EmulatorSocket(file, Text.Of("/proc/self/fd/{0}", file.DangerousGetHandle()));
        }

        file.Dispose();
        return null;
    }

    public void Dispose() => _file?.Dispose();
}
