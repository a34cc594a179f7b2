using NVirt.Cpu.Probe.Linux;

namespace NVirt.Daemon.Sockets;

/// <summary>Who may connect to a socket, and what for. Root and the daemon's own user always may.</summary>
/// <param name="IsReadOnly">Whether clients may change nothing.</param>
/// <param name="IsForEverybody">Whether every user of this host may connect.</param>
/// <param name="Group">The group whose members may connect; <see langword="null"/> for none.</param>
internal sealed record SocketAccess(bool IsReadOnly, bool IsForEverybody, uint? Group)
{
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Groups = Owners | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>The mode of the socket's file, by which the kernel decides the same.</summary>
    public UnixFileMode Mode => IsForEverybody ? Groups | UnixFileMode.OtherRead | UnixFileMode.OtherWrite
        : Group is not null ? Groups
        : Owners;

    /// <summary>Whether this client may connect.</summary>
    public bool Allows(PeerCredentials peer) =>
        IsForEverybody || peer.User == 0 || peer.User == LinuxSystem.EffectiveUser || (Group is { } group && peer.Groups.Contains(group));
}
