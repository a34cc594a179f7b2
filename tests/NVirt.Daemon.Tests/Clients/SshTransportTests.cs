using NVirt.Domains.Driver;
using NVirt.Remote;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>A daemon by ssh, for which a script stands here that runs the command on this machine.</summary>
public sealed class SshTransportTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const string Variable = "NVIRT_SSH";

    // What nc does with -U and a path.
    private const string Join = """
        #!/usr/bin/env python3
        import os, socket, sys, threading
        if sys.argv[1] == "-h":
            sys.exit()
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[-1])
        def out():
            while data := s.recv(65536):
                os.write(1, data)
            os._exit(0)
        threading.Thread(target=out).start()
        while data := os.read(0, 65536):
            s.sendall(data)
        os._exit(0)
        """;

    [Fact]
    public async Task A_daemons_socket_is_reached_by_ssh_and_what_ssh_says_is_told()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Program("python3", "python3");
        using TempFolder folder = new();
        folder.WriteScript("nc", Join);

        // The last word is the command.
        string ssh = folder.WriteScript(
            "ssh", $"#!/bin/sh\nfor last; do :; done\nPATH={folder.Root}:$PATH exec /bin/sh -c \"$last\"\n");
        string broken = folder.WriteScript("broken", "#!/bin/sh\necho 'host key is wrong' >&2\nexit 255\n");
        try
        {
            Environment.SetEnvironmentVariable(Variable, ssh);
            await using RemoteDriver driver = RemoteHosts.Open($"test+ssh://host/default?socket={daemon.Socket}");
            Assert.Contains(await driver.ListAsync(TestContext.Current.CancellationToken), d => d.Name == "test");
            Environment.SetEnvironmentVariable(Variable, broken);
            await using RemoteDriver other = RemoteHosts.Open("test+ssh://host/default");
            DomainException e = await Assert.ThrowsAsync<DomainException>(() => other.ListAsync(TestContext.Current.CancellationToken));
            Assert.Equal(DomainErrorKind.NoConnection, e.Kind);
            Assert.Contains("host key is wrong", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }
}
