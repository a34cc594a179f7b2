using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace NVirt.Testing;

/// <summary>An ssh server on the loopback address, with keys made for the test.</summary>
internal sealed class SshServer : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Process _server;

    public SshServer()
    {
        Needs.Program("ssh-keygen", "openssh-client");
        Needs.Package(File.Exists("/usr/sbin/sshd"), "sshd is not installed (Debian package openssh-server)");

        Port = FreePort.Find();
        MakeKey("host");
        MakeKey("user");
        File.Copy(In("user.pub"), In("authorized"));
        string server = _folder.Write("sshd.conf", $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {In("host")}
            AuthorizedKeysFile {In("authorized")}
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes

            """);
        Config = _folder.Write("ssh.conf", $"""
            Host *
              IdentityFile {In("user")}
              UserKnownHostsFile {In("known")}
              LogLevel ERROR

            """);
        _folder.Write("known", $"[127.0.0.1]:{Port} {File.ReadAllText(In("host.pub"))}");
        Directory.CreateDirectory("/run/sshd");
        _server = Process.Start(
            new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", server]) { RedirectStandardError = true, UseShellExecute = false })!;
        WaitUntilItListens();
    }

    public int Port { get; }

    /// <summary>The client configuration for <c>-F</c>.</summary>
    public string Config { get; }

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.Dispose();
        _folder.Dispose();
    }

    private string In(string name) => Path.Combine(_folder.Root, name);

    private void MakeKey(string name) => Peer.Output("ssh-keygen", "-q", "-t", "ed25519", "-N", string.Empty, "-f", In(name));

    private void WaitUntilItListens()
    {
        for (int i = 0; i < 200; i++)
        {
            try
            {
                using TcpClient client = new();
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(25);
            }
        }

        Assert.Fail(
            string.Create(CultureInfo.InvariantCulture,
                $"sshd does not listen on port {Port}: {(_server.HasExited ? _server.StandardError.ReadToEnd() : "it runs")}"));
    }
}
