using NVirt.Domains.Driver;
using NVirt.Qemu.Driver;
using NVirt.Remote;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>Which hypervisor the domain commands use, and what they do with one that is not QEMU.</summary>
public sealed class ConnectionTests
{
    private const string Test = "test:///default";

    [Theory]
    [InlineData(Test, Test)]
    [InlineData("xen:///", "xen:///system")]
    [InlineData("xen:///system", "xen:///system")]
    [InlineData("vmware:///", "vmware:///session")]
    [InlineData("vmware:///session", "vmware:///session")]
    public async Task A_uri_opens_its_driver(string uri, string expected)
    {
        await using IDomainDriver driver = Connections.Open(uri);
        Assert.Equal(expected, driver.Uri.ToString());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("ü&x=1#%25")]
    public async Task A_folder_is_a_parameter_and_its_driver_says_so(string name)
    {
        using TempFolder folder = new();
        string root = Path.Combine(folder.Root, name);
        await using QemuDriver driver = Assert.IsType<QemuDriver>(Connections.Open(Connections.UriOfFolder(root)!));
        await using QemuDriver again = Assert.IsType<QemuDriver>(Connections.Open(driver.Uri.AbsoluteUri));
        Assert.Equal((root, root), (driver.Root, again.Root));
    }

    [Fact]
    public void What_is_shown_of_a_uri_can_be_opened_but_for_the_folder() =>
        Assert.Equal(
            ["qemu:///", "qemu:///?root=...", Test, "xen:///system", "vmware:///session", .. RemoteDriver.Forms], Connections.Forms);

    [Fact]
    public void The_test_driver_does_what_it_can() => Golden.Check(
        Tool.Transcript(
            $"domain list -c {Test}",
            $"domain list --connect {Test} -o json",
            $"domain dominfo test -c {Test}",
            $"domain dumpxml test -c {Test}",
            $"domain suspend test -c {Test}",
            $"domain resume test -c {Test}",
            $"domain shutdown test -c {Test}",
            $"domain reset test -c {Test} -o json",
            $"domain destroy test -c {Test} -o json",
            $"domain undefine test -c {Test}",
            $"domain start test -c {Test}",
            $"domain define docs/examples/tiny.xml -c {Test}",
            $"domain event -c {Test} --timeout 1",
            $"domain console test -c {Test}",
            $"domain console test -c {Test} -o json",
            $"domain migrate test /srv/nvirt/two -c {Test}",
            $"domain migrate test {Test} -c {Test}",
            $"domain migrate test qemu+ssh://host/ -c {Test}",
            $"domain receive -c {Test}",
            "domain list -c xen:///",
            "domain list -c qemu+ssh://host/",
            "domain list -c qemu+unix:///system?socket=/nonexistent/nvirt-sock",
            "domain list -c qemu+unix://host/system",
            "domain list -c qemu:///system?root=/srv/nvirt/one",
            $"domain list -c {Test} --root /srv/nvirt/one",
            $"domain --connect {Test} list --root /srv/nvirt/one -o json"),
        "connections");

    [Fact]
    public void The_option_comes_before_the_variable_and_the_uri_before_the_folder()
    {
        using DomainFolder folder = new();
        folder.Do("define", "docs/examples/tiny.xml");
        string uri = $"qemu:///?root={folder.Root}";
        string[] list = ["domain", "list", "--all", "--name"];
        Assert.Equal("tiny\n", Tool.Run([.. list, "-c", uri]).Output);
        Assert.Equal("test\n", Tool.RunWith($"NVIRT_URI={Test}", list).Output);
        Assert.Equal("test\n", Tool.RunWith($"NVIRT_URI={Test} NVIRT_ROOT={folder.Root}", list).Output);
        Assert.Equal("tiny\n", Tool.RunWith($"NVIRT_URI={Test}", [.. list, "-c", uri]).Output);
        Assert.Equal("tiny\n", Tool.RunWith($"NVIRT_URI={Test}", [.. list, "--root", folder.Root]).Output);
        Assert.Equal("test\n", Tool.RunWith($"NVIRT_ROOT={folder.Root}", [.. list, "-c", Test]).Output);
    }

    [Theory]
    [InlineData("nvirt domain list -c ", "test:///default")]
    [InlineData("nvirt domain -c test:///default start te", "test")]
    [InlineData("nvirt domain -c test:///default --root /srv/nvirt/one start te", null)]
    [InlineData("nvirt domain -c nothing start te", null)]
    [InlineData("nvirt domain -c xen:/// start te", null)]
    public void Completion_knows_uris_and_the_domains_of_one(string line, string? word)
    {
        (int code, string output, _) = Tool.Run($"[suggest:{line.Length}]", line);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(word is not null, output.Split('\n').Contains(word ?? "test"));
    }
}
