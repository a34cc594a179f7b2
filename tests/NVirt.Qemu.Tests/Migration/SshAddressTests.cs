using System.Diagnostics;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Qemu.Migration;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Migration;

/// <summary>Addresses mean the same to ssh, and to the shell there; everything else is refused, and no part is ignored.</summary>
public sealed class SshAddressTests
{
    [Theory]
    [InlineData("ssh://host", "host", null, null, "nvirt")]
    [InlineData("ssh://host/", "host", null, null, "nvirt")]
    [InlineData("ssh://user@host:2222/srv/nvirt", "user@host", 2222, "/srv/nvirt", "nvirt")]
    [InlineData("ssh://[::1]:2222/", "::1", 2222, null, "nvirt")]
    [InlineData("ssh://corp%40example.org@host/", "corp@example.org@host", null, null, "nvirt")]
    [InlineData("ssh://host/a%20b/%C3%BC", "host", null, "/a b/ü", "nvirt")]
    [InlineData("ssh://host/a'b;touch x'", "host", null, "/a'b;touch x'", "nvirt")]
    [InlineData("ssh://host?nvirt=/opt/nv%20irt+1", "host", null, null, "/opt/nv irt+1")]
    [InlineData("ssh://my_host-1.example/", "my_host-1.example", null, null, "nvirt")]
    [InlineData("qemu+ssh://host", "host", null, null, "nvirt")]
    [InlineData("qemu+ssh://host/", "host", null, null, "nvirt")]
    [InlineData("qemu+ssh://user@host:2222/?root=/srv/nvirt", "user@host", 2222, "/srv/nvirt", "nvirt")]
    [InlineData("qemu+ssh://[::1]:2222?root=%2Fsrv%2Fa%20b&nvirt=/opt/nvirt", "::1", 2222, "/srv/a b", "/opt/nvirt")]
    [InlineData("qemu+ssh://host/?nvirt=/opt/nvirt&root=/", "host", null, "/", "/opt/nvirt")]
    [InlineData("qemu+ssh://host/?nvirt=/opt/nvirt", "host", null, null, "/opt/nvirt")]
    public void Parts_are_read(string text, string host, int? port, string? root, string command) =>
        Assert.Equal(new SshAddress(host, port, root, command), SshAddress.Parse(text));

    [Theory]
    [InlineData("ssh:///x")]
    [InlineData("ssh:host")]
    [InlineData("ssh:/host/a")]
    [InlineData("SSH://host/")]
    [InlineData("ssh://-oProxyCommand=touch%20/tmp/x/")]
    [InlineData("ssh://%2DoProxyCommand=x@host/")]
    [InlineData("ssh://%2DoProxyCommand@host/")]
    [InlineData("ssh://-lroot@host")]
    [InlineData("ssh://a%20b@host/")]
    [InlineData("ssh://user%0a@host/")]
    [InlineData("ssh://user%00@host/")]
    [InlineData("ssh://%60touch%20x%60@host/")]
    [InlineData("ssh://$(id)@host/")]
    [InlineData("ssh://%24(id)@host/")]
    [InlineData("ssh://user:pw@host/")]
    [InlineData("ssh://user%3Apw@host/")]
    [InlineData("ssh://@host/")]
    [InlineData("ssh://user@@host/")]
    [InlineData("ssh://a@b@c/")]
    [InlineData("ssh://user%FF@host/")]
    [InlineData("ssh://%2Dhost/")]
    [InlineData("ssh://host%20x/")]
    [InlineData("ssh://host%2f/")]
    [InlineData("ssh://host;id/")]
    [InlineData("ssh://ho$(id)st/")]
    [InlineData("ssh://`id`/")]
    [InlineData("ssh://host\\x/")]
    [InlineData("ssh://bücher/")]
    [InlineData("ssh://host\n/")]
    [InlineData("ssh://host\n")]
    [InlineData("ssh://[fe80::1%25eth0]/")]
    [InlineData("ssh://[fe80::1%eth0]/")]
    [InlineData("ssh://[127.0.0.1]/")]
    [InlineData("ssh://[x]/")]
    [InlineData("ssh://::1/")]
    [InlineData("ssh://host:0/")]
    [InlineData("ssh://host:/")]
    [InlineData("ssh://host:99999/")]
    [InlineData("ssh://host:-1/")]
    [InlineData("ssh://host:+1/")]
    [InlineData("ssh://host:22:33/")]
    [InlineData("ssh://host/a#b")]
    [InlineData("ssh://host/a?root=b")]
    [InlineData("ssh://host/a?nvirt=x&root=b")]
    [InlineData("ssh://host/a?nvirt=x?y")]
    [InlineData("ssh://host/?nvirt=")]
    [InlineData("ssh://host/?nvirt=-x")]
    [InlineData("ssh://host/?")]
    [InlineData("ssh://host/a%00b")]
    [InlineData("ssh://host/a%0Ab")]
    [InlineData("ssh://host/a%zz")]
    [InlineData("ssh://host/%FF")]
    [InlineData("ssh://host/../../x")]
    [InlineData("ssh://host/%2e%2e/etc")]
    [InlineData("ssh://host/a/./b")]
    [InlineData("qemu+ssh:///")]
    [InlineData("qemu+ssh://host/system")]
    [InlineData("qemu+ssh://host/srv/nvirt")]
    [InlineData("qemu+ssh://-lroot@host/")]
    [InlineData("qemu+ssh://host/?")]
    [InlineData("qemu+ssh://host/?root=")]
    [InlineData("qemu+ssh://host/?root=srv")]
    [InlineData("qemu+ssh://host/?root=/srv/%2e%2e/etc")]
    [InlineData("qemu+ssh://host/?root=/a&root=/b")]
    [InlineData("qemu+ssh://host/?root=/a&nvirt=x&root=/b")]
    [InlineData("qemu+ssh://host/?root=/a&other=b")]
    [InlineData("qemu+ssh://host/?root=/a#b")]
    [InlineData("qemu+ssh://host/?nvirt=-x")]
    [InlineData("qemu+tcp://host/")]
    [InlineData("QEMU+ssh://host/")]
    public void What_means_something_else_or_nothing_is_refused(string text) =>
        Assert.Contains(
            "is not a valid destination", Assert.Throws<DomainException>(() => SshAddress.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Ssh_gets_options_then_two_hyphens_then_the_host_then_one_command()
    {
        using TempFolder folder = new();
        string[] words = await ArgumentsAsync(folder, (ssh, address) => ssh.Run(address.Place, address.CommandLine));
        Assert.Equal(["-p", "2222", "--", "user@host", "'nvirt' 'domain' 'receive' '--root' '/a'\\''b; touch x'"], words[^5..]);
        Assert.Contains("BatchMode=yes", words[..^5]);
        Assert.Contains("ServerAliveInterval=5", words[..^5]);
        Assert.Contains("ServerAliveCountMax=3", words[..^5]);
        string[] tunnel = await ArgumentsAsync(folder, (ssh, address) => ssh.OpenTunnel(address.Place, "/here", "/there"));
        Assert.Equal(["-N", "-o", "ExitOnForwardFailure=yes", "-L", "/here:/there", "-p", "2222", "--", "user@host"], tunnel[^9..]);
        Assert.Contains("ServerAliveInterval=5", tunnel[..^9]);
    }

    [Theory]
    [InlineData("/a'b; touch x'")]
    [InlineData("/$(touch x)`touch x`")]
    [InlineData("/a b\\\"c\"*?[x]~#&|<>!")]
    public async Task A_shell_there_gets_the_folder_as_one_word(string root)
    {
        using TempFolder folder = new();
        string show = folder.WriteScript("show", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        ProcessStartInfo start =
            new("/bin/sh", ["-c", new SshAddress("host", null, root, show).CommandLine])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                WorkingDirectory = folder.Root
            };
        using Process shell = Process.Start(start)!;
        Assert.Equal(
            $"domain\nreceive\n--root\n{root}\n", await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(folder.Root, "x")));
    }

    [Theory]
    [InlineData("unix:127.0.0.1:22")]
    [InlineData("unix:/nonexistent:22")]
    [InlineData("unix:relative")]
    [InlineData("unix:")]
    [InlineData("tcp:host:22")]
    [InlineData("/run/x")]
    [InlineData("unix:/run/%h")]
    [InlineData("unix:/run/${HOME}")]
    [InlineData("unix:/run/[x]")]
    [InlineData("unix:/run/a\nb")]
    [InlineData("unix:/run/a\\b")]
    public void An_address_that_is_no_socket_is_refused(string address) =>
        Assert.Throws<DomainException>(() => SshDestination.RequireSocket(address));

    [Fact]
    public void A_socket_is_taken() => Assert.Equal("/srv/my guests/run/x/i", SshDestination.RequireSocket("unix:/srv/my guests/run/x/i"));

    private static async Task<string[]> ArgumentsAsync(TempFolder folder, Func<SshProgram, SshAddress, Process> start)
    {
        string show = folder.WriteScript("ssh", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        using Process ssh = start(new SshProgram([show]), new SshAddress("user@host", 2222, "/a'b; touch x", "nvirt"));
        return (await ssh.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
