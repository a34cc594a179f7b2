using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Tests.Sending;

/// <summary>A service that answers one request with any bytes, in the clear or over TLS.</summary>
internal sealed class RawService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;

    public RawService(Func<Stream, CancellationToken, Task> answer, SslServerAuthenticationOptions? tls = null)
    {
        _listener.Start();
        _serving = ServeAsync(answer, tls);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    /// <summary>The certificate that the client showed.</summary>
    public string? Client { get; private set; }

    /// <summary>A service that sends a text.</summary>
    public static RawService Of(string answer, SslServerAuthenticationOptions? tls = null) =>
        new(async (stream, end) => await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), end), tls);

    /// <summary>An answer of JSON.</summary>
    public static string Json(string body, string headers = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>Sends it a sign of life.</summary>
    public async Task<ReportAnswer> BeatAsync(
        TimeSpan? patience = null, Func<ServiceAddress, ServiceAddress>? change = null, string scheme = "http")
    {
        ServiceAddress address = ServiceAddress.Parse($"{scheme}://localhost:{Port}", isInsecure: false);
        TimeSpan wait = patience ?? TimeSpan.FromMinutes(1);
        using HttpClient client = ServiceConnection.Open(change?.Invoke(address) ?? address, wait);
        HttpReportService service = new(client, new HostCredentials(null, null, null), wait);
        return await service.SendAsync(
            new HostHeartbeat { Host = "h", BootId = "b", Seq = 1, Digest = "d" }, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _ = _serving.ContinueWith(_ => _ending.Dispose(), TaskScheduler.Default);
    }

    private async Task ServeAsync(Func<Stream, CancellationToken, Task> answer, SslServerAuthenticationOptions? tls)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                Connections++;
                await using Stream stream = await OpenAsync(client.GetStream(), tls);
                await ReadHeadersAsync(stream);
                await answer(stream, _ending.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException
                or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
            {
                // The client went.
            }
        }
    }

    private async Task<Stream> OpenAsync(Stream stream, SslServerAuthenticationOptions? tls)
    {
        if (tls is null)
        {
            return stream;
        }

        SslStream secure = new(stream);
        await secure.AuthenticateAsServerAsync(tls, _ending.Token);
        Client = secure.RemoteCertificate is X509Certificate2 { } shown ? shown.Subject : secure.RemoteCertificate?.Subject;
        return secure;
    }

    private async Task ReadHeadersAsync(Stream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, _ending.Token);
            if (read == 0)
            {
                throw new IOException();
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }
}
