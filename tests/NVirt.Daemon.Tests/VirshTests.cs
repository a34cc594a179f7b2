namespace NVirt.Daemon.Tests;

/// <summary>libvirt's own client on the daemon.</summary>
public sealed class VirshTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const string Domain = """
        <domain type='qemu'>
          <name>web</name>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          <devices><serial type='pty'/></devices>
        </domain>
        """;

    [Fact]
    public void A_domain_lives_from_define_to_undefine()
    {
        Virsh.Require();
        using TempFolder folder = new();
        string file = folder.Write("web.xml", Domain);
        Assert.Contains("Domain 'web' defined", Run("define", file), StringComparison.Ordinal);
        Assert.Contains("shut off", Run("domstate", "web"), StringComparison.Ordinal);
        Run("start", "web");
        Assert.Equal("running (booted)", Run("domstate", "web", "--reason").Trim());
        Run("suspend", "web");
        Assert.Equal("paused (user)", Run("domstate", "web", "--reason").Trim());
        Run("resume", "web");
        Assert.Contains("<name>web</name>", Run("dumpxml", "web"), StringComparison.Ordinal);
        Assert.Contains("state.state=1", Run("domstats", "web"), StringComparison.Ordinal);
        Assert.Contains("already active", Fail("start", "web"), StringComparison.Ordinal);
        Run("destroy", "web");
        Assert.Equal("shut off (destroyed)", Run("domstate", "web", "--reason").Trim());
        Run("desc", "web", "--title", "The web");
        Assert.Equal("The web", Run("desc", "web", "--title").Trim());
        Run("undefine", "web");
        Assert.DoesNotContain("web", Run("list", "--all"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("nodeinfo")]
    [InlineData("capabilities")]
    [InlineData("domcapabilities --virttype qemu")]
    [InlineData("cpu-models x86_64")]
    [InlineData("nodecpustats")]
    [InlineData("nodememstats")]
    [InlineData("freecell --all")]
    [InlineData("nodecpumap")]
    [InlineData("net-list --all")]
    [InlineData("nodedev-list")]
    [InlineData("secret-list")]
    [InlineData("nwfilter-list")]
    [InlineData("iface-list")]
    public void A_question_about_the_host_is_answered(string words)
    {
        Virsh.Require();
        Assert.NotEmpty(Run(words.Split(' ')));
    }

    [Fact]
    public void A_document_that_is_to_be_validated_is()
    {
        Virsh.Require();
        using TempFolder folder = new();
        string odd = Domain.Replace("<os>", "<cpu mode='custom'><model>qemu64</model><nonsense/></cpu><os>", StringComparison.Ordinal)
            .Replace("web", "odd", StringComparison.Ordinal);
        string file = folder.Write("odd.xml", odd);
        Assert.Contains("nonsense", Fail("define", file, "--validate"), StringComparison.Ordinal);
        Assert.Contains("nonsense", Fail("create", file, "--validate"), StringComparison.Ordinal);
        string cpu = folder.Write("cpu.xml", "<cpu><arch>x86_64</arch><model>qemu64</model><nonsense/></cpu>");
        Assert.Contains("nonsense", Fail("cpu-compare", cpu, "--validate"), StringComparison.Ordinal);
        Run("define", file);
        Run("undefine", "odd");
    }

    [Fact]
    public void An_unknown_domain_is_told_in_libvirts_words()
    {
        Virsh.Require();
        Assert.Contains("failed to get domain 'nobody'", Fail("dominfo", "nobody"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_socket_for_readers_changes_nothing()
    {
        Virsh.Require();
        (int code, string said) = Virsh.On(daemon.ReadOnlySocket, "define", "/dev/null");
        Assert.NotEqual(0, code);
        Assert.Contains("read only", Virsh.On(daemon.ReadOnlySocket, "undefine", "nobody").Said + said, StringComparison.OrdinalIgnoreCase);
    }

    private string Run(params string[] words) => Virsh.Succeed(daemon.Socket, words);

    private string Fail(params string[] words)
    {
        (int code, string said) = Virsh.On(daemon.Socket, words);
        Assert.NotEqual(0, code);
        return said;
    }
}
