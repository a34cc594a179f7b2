using NVirt.Domains.Driver;
using NVirt.Remote;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>Drivers through a daemon, for the tests of the contract.</summary>
internal static class RemoteHosts
{
    /// <summary>The path of this user's daemon.</summary>
    public static string Path => Environment.IsPrivilegedProcess ? "/system" : "/session";

    /// <summary>Connects to the driver in memory, and removes all of its domains.</summary>
    public static IDomainDriver OfMemory(string socket) => Emptied($"test+unix:///default?socket={socket}");

    /// <summary>The same of QEMU.</summary>
    public static IDomainDriver OfQemu(string socket)
    {
        Virsh.Require();
        return Emptied($"qemu+unix://{Path}?socket={socket}");
    }

    /// <summary>Connects.</summary>
    public static RemoteDriver Open(string uri) => RemoteDriver.TryOpen(uri)!;

    private static RemoteDriver Emptied(string uri)
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        RemoteDriver driver = Open(uri);
        Task.Run(() => EmptyAsync(driver)).GetAwaiter().GetResult();
        return driver;
    }

    private static async Task EmptyAsync(RemoteDriver driver)
    {
        foreach (DomainSummary domain in await driver.ListAsync())
        {
            if (domain.IsActive)
            {
                await driver.DestroyAsync(domain.Uuid);
            }

            if (domain.IsPersistent)
            {
                await driver.UndefineAsync(domain.Uuid);
            }
        }
    }
}
