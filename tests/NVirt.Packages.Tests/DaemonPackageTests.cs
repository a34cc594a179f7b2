namespace NVirt.Packages.Tests;

/// <summary>The package of the daemon, on a machine that is this one with a layer of its own.</summary>
public sealed class DaemonPackageTests
{
    private const string Socket = "/run/nvirt/nvirt-sock";

    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>
        """;

    [Fact]
    public void It_installs_upgrades_under_a_guest_and_leaves_nothing_but_domains()
    {
        string package = Package();
        Needs.Program("virsh", "libvirt-clients");
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
        using CopiedMachine machine = new();
        string[] before = machine.Changes;
        machine.Do("dpkg", "--install", package);
        Assert.Equal(string.Empty, machine.Do("dpkg", "--verify", "nvirtd"));
        Assert.Contains("/usr/sbin/nologin", machine.Do("getent", "passwd", "nvirt-qemu"), StringComparison.Ordinal);
        Assert.Contains("valid", machine.Do("nvirtd", "--check-config", "--config", "/etc/nvirt/nvirtd.json"), StringComparison.Ordinal);
        Assert.Contains("start nvirtd.socket nvirtd-ro.socket", Log(machine), StringComparison.Ordinal);
        Assert.Contains("preset nvirtd.socket", Log(machine), StringComparison.Ordinal);

        machine.Do("sh", "-c", $"echo \"{Domain.ReplaceLineEndings(" ")}\" >/run/web.xml");
        Virsh(machine, "define", "/run/web.xml");
        Virsh(machine, "start", "web");
        string daemon = machine.Do("cat", "/run/nvirtd.pid");
        string guest = Guest(machine);

        machine.Do("sh", "-c", "echo '// mine' >>/etc/nvirt/nvirtd.json");
        machine.Do("dpkg", "--install", machine.Newer(package));
        Assert.Contains("// mine", machine.Do("cat", "/etc/nvirt/nvirtd.json"), StringComparison.Ordinal);
        Assert.NotEqual(daemon, machine.Do("cat", "/run/nvirtd.pid"));
        Assert.Equal("running\n", Virsh(machine, "domstate", "web").Replace("\n\n", "\n", StringComparison.Ordinal));
        Assert.Equal(guest, Guest(machine));

        machine.Do("dpkg", "--remove", "nvirtd");
        Assert.Equal(guest, Guest(machine));
        Assert.NotEqual(0, machine.Run("test", "-e", "/run/nvirtd.pid").Code);
        machine.Do("dpkg", "--install", package);
        Assert.Equal("running\n", Virsh(machine, "domstate", "web").Replace("\n\n", "\n", StringComparison.Ordinal));
        Virsh(machine, "destroy", "web");
        Virsh(machine, "undefine", "web");

        machine.Do("dpkg", "--purge", "nvirtd");
        Assert.NotEqual(0, machine.Run("getent", "passwd", "nvirt-qemu").Code);
        Assert.Equal(before, machine.Changes.Where(c => !IsOfUsers(c) && !IsOfState(c)));
    }

    [Fact]
    public void Its_units_are_what_systemd_accepts()
    {
        string package = Package();
        Needs.Program("systemd-analyze", "systemd");
        using CopiedMachine machine = new();
        machine.Do("dpkg", "--install", package);
        var (code, output, error) = machine.Run(
            "systemd-analyze", "verify", "--man=yes", "nvirtd.service", "nvirtd.socket", "nvirtd-ro.socket");
        Assert.Equal((0, string.Empty), (code, string.Join('\n', (output + error).Split('\n').Where(l => l.Contains("nvirt")))));
    }

    private static string Package()
    {
        string folder = Packages.Native;
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can install packages, wherever they go");
        Needs.Program("dpkg", "dpkg");
        Needs.Program("adduser", "adduser");
        return Packages.File1(folder, "nvirtd_*.deb");
    }

    private static string Log(CopiedMachine machine) => machine.Do("cat", "/run/systemctl.log");

    // The process of the guest, and when it began.
    private static string Guest(CopiedMachine machine) =>
        machine.Do("sh", "-c", "p=$(pidof qemu-system-x86_64); echo $p; cut -d' ' -f22 /proc/$p/stat");

    private static string Virsh(CopiedMachine machine, params string[] words)
    {
        // The daemon may be on its way up.
        machine.Do("sh", "-c", $"for i in $(seq 600); do [ ! -S {Socket} ] || exit 0; sleep 0.05; done; cat /run/nvirtd.log; exit 1");
        return machine.Do(["virsh", "-c", $"qemu:///system?socket={Socket}", .. words]);
    }

    // The databases of users keep the time and a copy of what was before; domains are what the daemon made for its users.
    private static bool IsOfUsers(string change) => change.TrimEnd('-')
        is "./etc/passwd" or "./etc/group" or "./etc/shadow" or "./etc/gshadow"
        or "./etc/.pwd.lock" or "./etc/subuid" or "./etc/subgid";

    private static bool IsOfState(string change) =>
        change.StartsWith("./var/lib/nvirt/", StringComparison.Ordinal) || change.StartsWith("./tmp/", StringComparison.Ordinal);
}
