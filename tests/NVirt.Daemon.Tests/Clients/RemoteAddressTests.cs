using System.Diagnostics;
using NVirt.Domains.Driver;
using NVirt.Remote;
using NVirt.Remote.Transports;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>URIs of daemons, and where they lead.</summary>
public sealed class RemoteAddressTests
{
    [Theory]
    [InlineData("qemu:///")]
    [InlineData("qemu:///?root=/srv")]
    [InlineData("test:///default")]
    [InlineData("xen:///system")]
    [InlineData("vmware:///session")]
    [InlineData("qemu+ssh://host/")]
    [InlineData("qemu+ssh://host")]
    [InlineData("ssh://host/")]
    [InlineData("/srv/nvirt")]
    [InlineData("")]
    public void Others_are_left_to_others(string uri) => Assert.Null(RemoteDriver.TryOpen(uri));

    [Theory]
    [InlineData("qemu:///system", "qemu:///system", null, null, null)]
    [InlineData("qemu:///session?socket=/run/x", "qemu:///session", null, null, "/run/x")]
    [InlineData("test+unix:///default?socket=/a%20b", "test:///default", null, null, "/a b")]
    [InlineData("qemu+ssh://me@host:2222/system", "qemu:///system", "host", 2222, null)]
    [InlineData("qemu+ssh://[::1]/session?socket=/run/x", "qemu:///session", "::1", null, "/run/x")]
    [InlineData("xen+tls://host.example/system", "xen:///system", "host.example", null, null)]
    public void Parts_are_read(string uri, string name, string? host, int? port, string? socket)
    {
        RemoteAddress address = RemoteAddress.TryParse(uri)!;
        Assert.Equal((name, host, port, socket), (address.Name, address.Host, address.Port, address.Socket));
    }

    [Theory]
    [InlineData("qemu+unix://host/system")]
    [InlineData("qemu+unix:///system?socket=relative")]
    [InlineData("qemu+unix:///system?socket=")]
    [InlineData("qemu+unix:///system?socket=/a&socket=/b")]
    [InlineData("qemu+unix:///system?pkipath=/a")]
    [InlineData("qemu+unix:///system?socket=/a%0ab")]
    [InlineData("qemu+unix:///system?socket=/a%00b")]
    [InlineData("qemu+unix:///")]
    [InlineData("qemu+unix:///sys/tem")]
    [InlineData("qemu+ssh:///system")]
    [InlineData("qemu+ssh://-oProxyCommand=x/system")]
    [InlineData("qemu+ssh://%2DoProxyCommand@host/system")]
    [InlineData("qemu+ssh://host:0/system")]
    [InlineData("qemu+ssh://host:99999/system")]
    [InlineData("qemu+tls://me@host/system")]
    [InlineData("qemu+tls:///system")]
    [InlineData("qemu+tls://host/system?socket=/a")]
    public void A_part_that_is_wrong_is_refused(string uri) =>
        Assert.Equal(DomainErrorKind.InvalidArgument, Assert.Throws<DomainException>(() => RemoteDriver.TryOpen(uri)).Kind);

    [Fact]
    public async Task Nobody_at_the_socket_is_no_connection()
    {
        Needs.Linux("the sockets are those of Linux");
        using TempFolder folder = new();
        await using RemoteDriver driver = RemoteHosts.Open($"qemu+unix:///system?socket={folder.Root}/nobody");
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => driver.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(DomainErrorKind.NoConnection, e.Kind);
        Assert.Contains("nobody", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qemu+ssh://host/system?socket=/a'b;touch%20x")]
    [InlineData("qemu+ssh://host/system?socket=/$(touch%20x)`touch%20x`")]
    public void A_shell_there_gets_the_socket_as_one_word(string uri)
    {
        Needs.Linux("the script is for its shell");
        using TempFolder folder = new();
        folder.WriteScript("nc", "#!/bin/sh\ntest \"$1\" = -h && exit\nprintf '%s\\n' \"$@\"\n");
        RemoteAddress address = RemoteAddress.TryParse(uri)!;
        ProcessStartInfo start = new("/bin/sh", ["-c", $"PATH={folder.Root}:$PATH; {SshTransport.ScriptOf(address)}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Root,
        };
        using Process shell = Process.Start(start)!;
        Assert.Equal($"-U\n{address.Socket}\n", shell.StandardOutput.ReadToEnd());
        Assert.False(File.Exists(Path.Combine(folder.Root, "x")));
    }
}
