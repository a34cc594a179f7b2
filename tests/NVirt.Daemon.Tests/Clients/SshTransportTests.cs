using NVirt.Domains.Driver;
using NVirt.Remote;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>A daemon by ssh, for which a script stands here that runs the command on this machine.</summary>
public sealed class SshTransportTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    [Fact]
    public async Task A_daemons_socket_is_reached_by_ssh_and_what_ssh_says_is_told()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        using TempFolder folder = new();
        string ssh = FakeSsh.Write(folder);
        string broken = folder.WriteScript("broken", "#!/bin/sh\necho 'host key is wrong' >&2\nexit 255\n");
        try
        {
            Environment.SetEnvironmentVariable(FakeSsh.Variable, ssh);
            await using RemoteDriver driver = RemoteHosts.Open($"test+ssh://host/default?socket={daemon.Socket}");
            Assert.Contains(await driver.ListAsync(TestContext.Current.CancellationToken), d => d.Name == "test");
            Environment.SetEnvironmentVariable(FakeSsh.Variable, broken);
            await using RemoteDriver other = RemoteHosts.Open("test+ssh://host/default");
            DomainException e = await Assert.ThrowsAsync<DomainException>(() => other.ListAsync(TestContext.Current.CancellationToken));
            Assert.Equal(DomainErrorKind.NoConnection, e.Kind);
            Assert.Contains("host key is wrong", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(FakeSsh.Variable, null);
        }
    }
}
