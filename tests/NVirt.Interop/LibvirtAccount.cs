using System.Diagnostics;
using NVirt.RelaxNg;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>
/// As root, libvirt's QEMU driver looks up the account that its daemon's package creates, and does not start without it. The tests do not
/// use the daemon, so they show libvirt such an account through libnss-wrapper; the machine itself gets none.
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
        start.Environment["NSS_WRAPPER_PASSWD"] =
            folder.Write("passwd", File.ReadAllText("/etc/passwd") + $"{Name}:x:0:0::/:/usr/sbin/nologin\n");
        start.Environment["NSS_WRAPPER_GROUP"] = folder.Write("group", File.ReadAllText("/etc/group") + $"{Name}:x:0:\n");
    }
}
