using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Daemon.Tests.Storage;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Options;
using NVirt.Domains.Testing;
using NVirt.Remote;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>libvirt's own daemon, driven by the client here and by virsh: both say the same.</summary>
public sealed class LibvirtComparisonTests
{
    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os><devices><serial type='pty'/></devices></domain>
        """;

    // Nothing beside the daemon: no other daemon for logs, no users, groups or namespaces of the machine.
    private const string Configuration = """
        stdio_handler = "file"
        security_driver = "none"
        user = "root"
        group = "root"
        dynamic_ownership = 0
        remember_owner = 0
        namespaces = [ ]
        cgroup_controllers = [ ]

        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_domain_lives_under_libvirts_daemon_and_virsh_says_the_same()
    {
        Virsh.Require();
        Needs.Option(Environment.IsPrivilegedProcess, "libvirt's daemon is started as root");
        Needs.Package(File.Exists(LibvirtDaemon.Program), "libvirt-daemon is not installed");
        using TempFolder folder = new();
        folder.Write("etc/qemu.conf", Configuration);
        await using LibvirtDaemon daemon = await LibvirtDaemon.StartAsync(folder);
        await using RemoteDriver driver = RemoteHosts.Open($"qemu+unix:///system?socket={daemon.Socket}");
        string Ask(params string[] words) => Virsh.Succeed(daemon.Socket, words).Trim();

        Assert.Equal(Ask("domcapabilities", "--virttype", "qemu"), Written(await driver.GetDomainCapabilitiesAsync(
            new DomainKind { Type = "qemu" }, Cancellation)));
        Assert.Equal(HostCapabilitiesXml.Parse(Ask("capabilities")).Cpu.Model, (await driver.GetCapabilitiesAsync(Cancellation)).Cpu.Model);
        Assert.Empty(await driver.ListAsync(Cancellation));

        await using Watcher watcher = new(driver);
        DomainSummary web = await driver.DefineAsync(DomainDocument.Parse(Domain), Cancellation);
        Assert.Equal(web.Uuid.ToString(), Ask("domuuid", "web"));
        await AssertStateAsync("shut off (unknown)", DomainState.ShutOff, DomainStateReason.Unknown);
        Assert.Equal(Ask("dumpxml", "web"), (await driver.GetDocumentAsync(web.Uuid, cancellation: Cancellation)).Text.Trim());
        await driver.StartAsync(web.Uuid, new DomainStartOptions { IsPaused = true }, Cancellation);
        await AssertStateAsync("paused (user)", DomainState.Paused, DomainStateReason.User);
        await driver.ResumeAsync(web.Uuid, cancellation: Cancellation);
        await AssertStateAsync("running (unpaused)", DomainState.Running, DomainStateReason.Unpaused);
        await driver.SuspendAsync(web.Uuid, cancellation: Cancellation);
        await AssertStateAsync("paused (user)", DomainState.Paused, DomainStateReason.User);
        Assert.Equal(Ask("dumpxml", "web"), (await driver.GetDocumentAsync(web.Uuid, cancellation: Cancellation)).Text.Trim());
        Assert.Equal(Ask("domid", "web"), Assert.Single(await driver.ListAsync(Cancellation)).Id?.ToString(provider: null));
        await FailsAsync(DomainErrorKind.InvalidState, () => driver.StartAsync(web.Uuid, cancellation: Cancellation));
        await driver.ResetAsync(web.Uuid, cancellation: Cancellation);
        await driver.DestroyAsync(web.Uuid, cancellation: Cancellation);
        await AssertStateAsync("shut off (destroyed)", DomainState.ShutOff, DomainStateReason.Destroyed);
        await driver.SetAutostartAsync(web.Uuid, isAutostart: true, cancellation: Cancellation);
        Assert.Contains("enable", Ask("dominfo", "web"), StringComparison.Ordinal);
        Assert.True((await driver.FindAsync(DomainReference.OfName("web"), Cancellation)).IsAutostart);
        DomainDocument other = DomainDocument.Parse(
            Domain.Replace("<memory", "<uuid>0b26b1a4-8b0c-4a0c-8d6e-7d3a1a0a1f01</uuid><memory", StringComparison.Ordinal));
        await FailsAsync(DomainErrorKind.Exists, () => driver.DefineAsync(other, Cancellation));
        DomainKind foreign = new() { Type = "bhyve" };
        await FailsAsync(DomainErrorKind.NoSupport, () => driver.GetDomainCapabilitiesAsync(foreign, Cancellation));
        await driver.UndefineAsync(web.Uuid, cancellation: Cancellation);
        await FailsAsync(DomainErrorKind.NotFound, () => driver.FindAsync(web.Uuid, Cancellation));
        DomainEventKind[] kinds = [.. (await watcher.TakeUntilAsync(DomainEventKind.Undefined)).Select(e => e.Kind)];
        Assert.Equal(
            [
                DomainEventKind.Defined, DomainEventKind.Started, DomainEventKind.Suspended, DomainEventKind.Resumed,
                DomainEventKind.Suspended,
            ],
            kinds[..5]);
        Assert.Equal([DomainEventKind.Stopped, DomainEventKind.Undefined], kinds[^2..]);

        CpuDefinition tooMuch = CpuXml.Parse("<cpu><model>Nehalem</model><feature policy='require' name='avx512f'/></cpu>");
        DomainKind tcg = new() { Type = "qemu" };
        CpuComparison comparison = await driver.CompareCpuAsync(tooMuch, tcg, Cancellation);
        Assert.Equal(CpuVerdict.Incompatible, comparison.Verdict);
        Assert.NotEmpty(comparison.Refusal!.Message);
        Assert.True((await driver.CompareCpuAsync(CpuXml.Parse("<cpu><model>Nehalem</model></cpu>"), tcg, Cancellation)).IsCompatible);

        async Task AssertStateAsync(string words, DomainState state, DomainStateReason reason)
        {
            Assert.Equal(words, Ask("domstate", "web", "--reason"));
            DomainSummary found = await driver.FindAsync(web.Uuid, Cancellation);
            Assert.Equal((state, reason), (found.State, found.Reason));
        }
    }

    private static string Written(DomainCapabilities capabilities) =>
        DomainCapabilitiesXml.Format(capabilities).Trim();

    private static async Task FailsAsync(DomainErrorKind kind, Func<Task> operation) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<DomainException>(operation)).Kind);
}
