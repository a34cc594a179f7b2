namespace NVirt.Packages.Tests;

/// <summary>The packages of the fleet's service and of its agent, on a machine that is this one with a layer of its own.</summary>
public sealed class FleetPackageTests
{
    private const string Address = "http://127.0.0.1:7420";

    [Fact]
    public void The_service_answers_once_installed_survives_an_upgrade_and_leaves_nothing()
    {
        string package = Package("nvirt-fleet");
        Needs.Program("curl", "curl");
        using CopiedMachine machine = new();
        string[] before = machine.Changes;
        machine.Do("dpkg", "--install", package);
        Assert.Equal(string.Empty, machine.Do("dpkg", "--verify", "nvirt-fleet"));
        Assert.Contains("/usr/sbin/nologin", machine.Do("getent", "passwd", "nvirt-fleet"), StringComparison.Ordinal);
        Assert.Contains("nvirt-fleet.json", machine.Do("nvirt-fleetd", "--check-config"), StringComparison.Ordinal);
        Wait(machine);
        string secret = machine.Do("nvirt-fleetd", "token", "--role", "read").Trim();
        Assert.Contains("\"hosts\":[]", Ask(machine, secret, "/api/v1/hosts"), StringComparison.Ordinal);

        machine.Do("sh", "-c", "echo '// mine' >>/etc/nvirt/nvirt-fleet.json");
        string service = machine.Do("cat", "/run/nvirt-fleet.pid");
        machine.Do("dpkg", "--install", machine.Newer(package));
        Assert.Contains("// mine", machine.Do("cat", "/etc/nvirt/nvirt-fleet.json"), StringComparison.Ordinal);
        Assert.NotEqual(service, machine.Do("cat", "/run/nvirt-fleet.pid"));
        Wait(machine);
        Assert.Contains("\"hosts\":[]", Ask(machine, secret, "/api/v1/hosts"), StringComparison.Ordinal);

        machine.Do("dpkg", "--remove", "nvirt-fleet");
        Assert.NotEqual(0, machine.Run("test", "-e", "/run/nvirt-fleet.pid").Code);
        machine.Do("test", "-e", "/var/lib/nvirt-fleet/fleet.db");
        machine.Do("dpkg", "--purge", "nvirt-fleet");
        Assert.NotEqual(0, machine.Run("getent", "passwd", "nvirt-fleet").Code);
        Assert.Equal(before, machine.Changes.Where(c => !IsOfUsers(c)));
    }

    [Fact]
    public void The_agent_installs_upgrades_and_leaves_nothing()
    {
        string package = Package("nvirt-agent");
        string tool = Packages.File1(Packages.Native, "nvirt_*.deb");
        using CopiedMachine machine = new();
        string[] before = machine.Changes;
        machine.Do("dpkg", "--install", tool, package);
        Assert.Equal(string.Empty, machine.Do("dpkg", "--verify", "nvirt-agent"));
        Assert.Contains("/usr/sbin/nologin", machine.Do("getent", "passwd", "nvirt-agent"), StringComparison.Ordinal);
        (int code, _, string error) = machine.Run("nvirt", "agent", "--once");
        Assert.Equal(1, code);
        Assert.Contains("--server", error, StringComparison.Ordinal);

        machine.Do("sh", "-c", "echo '// mine' >>/etc/nvirt/nvirt-agent.json");
        machine.Do("dpkg", "--install", machine.Newer(package));
        Assert.Contains("// mine", machine.Do("cat", "/etc/nvirt/nvirt-agent.json"), StringComparison.Ordinal);
        machine.Do("dpkg", "--purge", "nvirt-agent", "nvirt");
        Assert.NotEqual(0, machine.Run("getent", "passwd", "nvirt-agent").Code);
        Assert.Equal(before, machine.Changes.Where(c => !IsOfUsers(c)));
    }

    [Fact]
    public void Their_units_are_what_systemd_accepts()
    {
        string service = Package("nvirt-fleet");
        string agent = Package("nvirt-agent");
        Needs.Program("systemd-analyze", "systemd");
        using CopiedMachine machine = new();
        machine.Do("dpkg", "--install", Packages.File1(Packages.Native, "nvirt_*.deb"), service, agent);
        var (code, output, error) = machine.Run(
            "systemd-analyze", "verify", "--man=yes", "nvirt-fleet.service", "nvirt-agent.service", "nvirt-agent.timer");
        Assert.Equal((0, string.Empty), (code, string.Join('\n', (output + error).Split('\n').Where(l => l.Contains("nvirt")))));
    }

    private static string Package(string name)
    {
        string folder = Packages.Native;
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can install packages, wherever they go");
        Needs.Program("dpkg", "dpkg");
        Needs.Program("adduser", "adduser");
        return Packages.File1(folder, $"{name}_*.deb");
    }

    private static void Wait(CopiedMachine machine) => machine.Do(
        "sh", "-c",
        $"for i in $(seq 600); do curl -sf {Address}/health/ready >/dev/null && exit 0; sleep 0.05; done; "
        + "cat /run/nvirt-fleet.log; exit 1");

    private static string Ask(CopiedMachine machine, string secret, string path) =>
        machine.Do("curl", "-sf", "-H", $"Authorization: Bearer {secret}", Address + path);

    // The databases of users keep the time and a copy of what was before.
    private static bool IsOfUsers(string change) => change.StartsWith("./tmp/", StringComparison.Ordinal) || change.TrimEnd('-')
        is "./etc/passwd" or "./etc/group" or "./etc/shadow" or "./etc/gshadow"
        or "./etc/.pwd.lock" or "./etc/subuid" or "./etc/subgid";
}
