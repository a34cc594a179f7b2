using System.Diagnostics;

namespace NVirt.Interop;

/// <summary>
/// Run by root, libvirt's QEMU driver looks up the account that its daemon's package makes, and does not start without one. The tests do
/// without the daemon, so they show libvirt an account of that name by way of libnss-wrapper; the machine itself gets none.
/// </summary>
internal static class LibvirtAccount
{
    private const string Name = "libvirt-qemu";

    public static void AddTo(ProcessStartInfo start, TempFolder folder)
    {
        if (!Environment.IsPrivilegedProcess || File.ReadLines("/etc/passwd").Any(l => l.StartsWith(Name + ":", StringComparison.Ordinal)))
        {
            return;
        }

        start.Environment["LD_PRELOAD"] = "libnss_wrapper.so";
        start.Environment["NSS_WRAPPER_PASSWD"] = folder.Write("passwd", File.ReadAllText("/etc/passwd") + $"{Name}:x:0:0::/:/usr/sbin/nologin\n");
        start.Environment["NSS_WRAPPER_GROUP"] = folder.Write("group", File.ReadAllText("/etc/group") + $"{Name}:x:0:\n");
    }
}
