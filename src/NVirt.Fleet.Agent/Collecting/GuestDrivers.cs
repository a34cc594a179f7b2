using NVirt.Domains.Driver;
using NVirt.Qemu.Driver;
using NVirt.Remote;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>
/// Where guests of this machine are: behind nvirtd, behind libvirt's daemon, and in the folder of those that are run without a daemon. The
/// sockets for reading do, which an ordinary user may use.
/// </summary>
internal static class GuestDrivers
{
    private const string OfNVirt = "/run/nvirt/nvirt-sock-ro";

    // The newer of libvirt's daemons comes first: where it is, the other one serves the same guests.
    private static readonly string[] OfLibvirt = ["/run/libvirt/virtqemud-sock-ro", "/run/libvirt/libvirt-sock-ro"];

    /// <summary>Opens those that are there.</summary>
    /// <param name="root">The folder of guests that are run without a daemon; <see langword="null"/> for the usual one.</param>
    /// <exception cref="AgentException">The folder cannot be used.</exception>
    public static IReadOnlyList<IDomainDriver> Open(string? root)
    {
        List<IDomainDriver> drivers = [];
        string[] sockets = root is not null ? [] : [OfNVirt, OfLibvirt.FirstOrDefault(File.Exists) ?? OfLibvirt[0]];
        foreach (string socket in sockets.Where(File.Exists))
        {
            drivers.Add(RemoteDriver.TryOpen($"qemu+unix:///system?socket={socket}")!);
        }

        // nvirtd has the folder of this machine in its care, and may be another user's.
        string folder = root ?? QemuDriver.UsualRoot;
        bool isServed = root is null && Environment.IsPrivilegedProcess && File.Exists(OfNVirt);
        if (!isServed && Directory.Exists(folder))
        {
            try
            {
                drivers.Add(new QemuDriver(new QemuDriverOptions { Root = folder, IsLongLived = true }));
            }
            catch (DomainException e)
            {
                throw new AgentException(e.Message, e);
            }
        }

        return drivers;
    }
}
