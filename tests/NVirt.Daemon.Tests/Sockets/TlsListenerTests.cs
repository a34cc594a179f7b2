using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NVirt.Domains.Driver;
using NVirt.Remote;

namespace NVirt.Daemon.Tests.Sockets;

/// <summary>Clients over TLS, with certificates made for the test.</summary>
public sealed class TlsListenerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_with_an_allowed_certificate_is_served_and_others_are_not()
    {
        Virsh.Require();
        Needs.Option(Environment.IsPrivilegedProcess, "the client asks for qemu:///system, which is root's daemon");
        using X509Certificate2 authority = TestCertificates.MakeAuthority("CN=The authority");
        using X509Certificate2 stranger = TestCertificates.MakeAuthority("CN=Another authority");
        Write("server", authority, TestCertificates.Make(authority, "CN=localhost", isServer: true));
        Write("good", authority, TestCertificates.Make(authority, "CN=client1,O=Example", isServer: false));
        Write("unnamed", authority, TestCertificates.Make(authority, "CN=client2,O=Other", isServer: false));
        Write("forged", authority, TestCertificates.Make(stranger, "CN=client1,O=Example", isServer: false));
        int port = FreePort.Find();
        string config = _folder.Write("nvirtd.json", $$"""
            { "tls": {
              "address": "127.0.0.1", "port": {{port.ToString(CultureInfo.InvariantCulture)}},
              "authority": "{{FileOf("server", "cacert.pem")}}",
              "certificate": "{{FileOf("server", "clientcert.pem")}}",
              "key": "{{FileOf("server", "clientkey.pem")}}",
              "allowedNames": ["CN=client*,O=Example"] } }
            """);
        DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root, "--config", config);
        await using (daemon)
        {
            (int code, string said) = Connect("good", port);
            Assert.True(code == 0, said);
            Assert.Contains("Id", said, StringComparison.Ordinal);
            Assert.NotEqual(0, Connect("unnamed", port).Code);
            Assert.NotEqual(0, Connect("forged", port).Code);
            Assert.Equal(0, Connect("good", port).Code);
            Assert.Null(await OursAsync("good", "localhost", port));
            Assert.Equal(DomainErrorKind.AccessDenied, await OursAsync("unnamed", "localhost", port));
            Assert.NotNull(await OursAsync("forged", "localhost", port));
            Assert.Equal(DomainErrorKind.AccessDenied, await OursAsync("good", "127.0.0.1", port));
            daemon.Signal("TERM");
            Assert.Contains("CN=client2", await daemon.WaitForEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_so_many_clients_may_be_silent_about_who_they_are()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        using X509Certificate2 authority = TestCertificates.MakeAuthority("CN=The authority");
        Write("server", authority, TestCertificates.Make(authority, "CN=localhost", isServer: true));
        int port = FreePort.Find();
        string config = _folder.Write("nvirtd.json", $$"""
            { "tls": {
              "address": "127.0.0.1", "port": {{port.ToString(CultureInfo.InvariantCulture)}},
              "authority": "{{FileOf("server", "cacert.pem")}}",
              "certificate": "{{FileOf("server", "clientcert.pem")}}",
              "key": "{{FileOf("server", "clientkey.pem")}}" } }
            """);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(_folder.Root, "--config", config);
        await Eventually.IsAsync(() => IsListening(port));
        List<Socket> clients = [];
        try
        {
            for (int i = 0; i < 60; i++)
            {
                Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            }

            // The others are let go in the end, too; only the log tells why this one was.
            Assert.Equal(0, await clients[^1].ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
            daemon.Signal("TERM");
            Assert.Contains("there are 20 already", await daemon.WaitForEndAsync(), StringComparison.Ordinal);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public void A_key_that_everybody_may_read_is_refused()
    {
        Needs.Linux("files have modes there");
        using X509Certificate2 authority = TestCertificates.MakeAuthority("CN=The authority");
        Write("server", authority, TestCertificates.Make(authority, "CN=localhost", isServer: true));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FileOf("server", "clientkey.pem"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        string config = _folder.Write("nvirtd.json", $$"""
            { "tls": {
              "address": "127.0.0.1", "port": {{FreePort.Find().ToString(CultureInfo.InvariantCulture)}},
              "authority": "{{FileOf("server", "cacert.pem")}}",
              "certificate": "{{FileOf("server", "clientcert.pem")}}",
              "key": "{{FileOf("server", "clientkey.pem")}}" } }
            """);
        (int code, string said) = Virsh.Run("dotnet", DaemonProcess.Words(_folder.Root, "--config", config));
        Assert.Equal(1, code);
        Assert.Contains("clientkey.pem", said, StringComparison.Ordinal);
    }

    // The daemon listens at its sockets before it has read its certificates.
    private static bool IsListening(int port)
    {
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private (int Code, string Said) Connect(string client, int port) => Virsh.At(
        string.Create(CultureInfo.InvariantCulture, $"qemu+tls://localhost:{port}/system?pkipath={Path.Combine(_folder.Root, client)}"),
        "list");

    // Why the client of our own is not let in; null if it is.
    private async Task<DomainErrorKind?> OursAsync(string client, string host, int port)
    {
        await using RemoteDriver driver = RemoteDriver.TryOpen(string.Create(
            CultureInfo.InvariantCulture, $"qemu+tls://{host}:{port}/system?pkipath={Path.Combine(_folder.Root, client)}"))!;
        return (await Record.ExceptionAsync(() => driver.ListAsync(TestContext.Current.CancellationToken))) is { } e
            ? Assert.IsType<DomainException>(e).Kind : null;
    }

    private string FileOf(string folder, string name) => Path.Combine(_folder.Root, folder, name);

    private void Write(string folder, X509Certificate2 authority, X509Certificate2 certificate) =>
        TestCertificates.Write(_folder, folder, authority, certificate);
}
