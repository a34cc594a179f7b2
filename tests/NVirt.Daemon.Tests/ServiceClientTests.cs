using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NVirt.Daemon.Tests;

/// <summary>
/// Services that use libvirt, unmodified. Their packages would begin other services, so they are unpacked, not installed.
/// </summary>
public sealed class ServiceClientTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>
        """;

    // It looks only where libvirt's own daemon would be, and for descriptions of its interfaces where its package has them.
    private const string BusScript = """
        mount --bind "$1/share/dbus-1" /usr/share/dbus-1 && mount --bind "$2" /run && exec "$1/sbin/libvirt-dbus" --system
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Libvirt_dbus_runs_a_guest()
    {
        Virsh.Require();
        Needs.Program("dbus-daemon", "dbus-daemon");
        Needs.Program("busctl", "systemd");
        Needs.Hardware(
            Environment.IsPrivilegedProcess && Virsh.Run("unshare", "--mount", "mount", "-t", "tmpfs", "none", "/run").Code == 0,
            "this user may not mount anything");
        string unpacked = Path.Combine(DebianPackages.Unpacked("libvirt-dbus", "libvirt-dbus", "libvirt-glib-1.0-0"), "usr");
        using TempFolder folder = new();
        string bus = Path.Combine(folder.Root, "bus");
        string run = Directory.CreateDirectory(Path.Combine(folder.Root, "run", "libvirt")).Parent!.FullName;
        File.CreateSymbolicLink(Path.Combine(run, "libvirt", "libvirt-sock"), daemon.Socket);
        string settings = folder.Write("bus.conf", $"""
            <busconfig><listen>unix:path={bus}</listen><auth>EXTERNAL</auth>
            <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy>
            </busconfig>
            """);
        await using RunningProgram buses =
            RunningProgram.Start(new Dictionary<string, string>(), "dbus-daemon", "--config-file", settings, "--nofork", "--nopidfile");
        await buses.WaitUntilAsync(() => File.Exists(bus));
        await using RunningProgram service = RunningProgram.Start(
            new Dictionary<string, string>
            {
                ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=" + bus,
                ["LD_LIBRARY_PATH"] = Directory.GetDirectories(Path.Combine(unpacked, "lib"), "*-linux-gnu").Single(),
            },
            "unshare", "--mount", "sh", "-c", BusScript, "sh", unpacked, run);
        await service.WaitUntilAsync(() => Bus("call", "org.libvirt", "/org/libvirt/QEMU", "org.freedesktop.DBus.Peer", "Ping").Code == 0);

        string Call(string path, string kind, params string[] words)
        {
            (int code, string said) = Bus(["call", "org.libvirt", path, $"org.libvirt.{kind}", .. words]);
            Assert.True(code == 0, $"{string.Join(' ', words)}: {said}");
            return said.Trim();
        }

        string Connection(params string[] words) => Call("/org/libvirt/QEMU", "Connect", words);
        string made = Connection("DomainDefineXML", "s", Domain);
        string path = made.Split('"')[1];
        Assert.Contains(path, Connection("ListDomains", "u", "0"), StringComparison.Ordinal);
        Call(path, "Domain", "Create", "u", "0");
        Assert.Equal("(ii) 1 1", Call(path, "Domain", "GetState", "u", "0"));
        Assert.Contains("\"cpu.time\"", Call(path, "Domain", "GetStats", "uu", "0", "0"), StringComparison.Ordinal);
        Call(path, "Domain", "Suspend");
        Call(path, "Domain", "Resume");
        Call(path, "Domain", "Destroy", "u", "0");
        Call(path, "Domain", "Undefine", "u", "0");
        foreach (string nothing in (string[])["ListDomains", "ListNetworks", "ListInterfaces", "ListNodeDevices", "ListSecrets",
            "ListNWFilters", "ListStoragePools"])
        {
            Assert.Equal("ao 0", Connection(nothing, "u", "0"));
        }

        (int Code, string Said) Bus(params string[] words) => Virsh.Run("busctl", [$"--address=unix:path={bus}", .. words]);
    }

    [Fact]
    public async Task The_exporter_for_Prometheus_has_a_guests_numbers()
    {
        Virsh.Require();
        string unpacked = DebianPackages.Unpacked("prometheus-libvirt-exporter", "prometheus-libvirt-exporter");
        using TempFolder folder = new();
        string address = FreeAddress();
        Virsh.Succeed(daemon.Socket, "create", folder.Write("web.xml", Domain));
        try
        {
            await using RunningProgram exporter = RunningProgram.Start(
                new Dictionary<string, string>(), Path.Combine(unpacked, "usr/bin/prometheus-libvirt-exporter"),
                "--libvirt.uri", Virsh.UriOf(daemon.Socket), "--web.listen-address", address);
            using HttpClient client = new();
            string numbers = string.Empty;
            await exporter.WaitUntilAsync(() => TryRead(client, address, out numbers));
            Assert.Contains("libvirt_up 1", numbers, StringComparison.Ordinal);
            Assert.Contains("libvirt_domains_number 1", numbers, StringComparison.Ordinal);
            Assert.Contains("libvirt_domain_info_cpu_time_seconds_total{domain=\"web\"", numbers, StringComparison.Ordinal);
        }
        finally
        {
            Virsh.Succeed(daemon.Socket, "destroy", "web");
        }
    }

    private static bool TryRead(HttpClient client, string address, out string numbers)
    {
        try
        {
            using HttpRequestMessage question = new(HttpMethod.Get, $"http://{address}/metrics");
            using HttpResponseMessage answer = client.Send(question, Cancellation);
            using StreamReader reader = new(answer.Content.ReadAsStream(Cancellation));
            numbers = reader.ReadToEnd();
            return true;
        }
        catch (HttpRequestException)
        {
            numbers = string.Empty;
            return false;
        }
    }

    private static string FreeAddress()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
    }
}
