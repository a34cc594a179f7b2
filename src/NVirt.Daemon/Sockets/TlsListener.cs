using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NVirt.Daemon.Configuration;
using NVirt.Daemon.Logs;
using NVirt.Xml;

namespace NVirt.Daemon.Sockets;

/// <summary>Clients over TLS. Both ends prove who they are by certificates (rpc-protocol.md 2).</summary>
internal sealed class TlsListener : IClientListener
{
    private const int Backlog = 128;

    // What the server says after it has accepted the client's certificate.
    private const byte Accepted = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly SslServerAuthenticationOptions _options;
    private readonly TlsNames _names;
    private readonly DaemonLog _log;

    private TlsListener(Socket socket, TlsConfiguration configuration, DaemonLog log)
    {
        _socket = socket;
        _log = log;
        _names = new TlsNames(configuration.AllowedNames);
        _options = OptionsOf(configuration);
        Name = socket.LocalEndPoint?.ToString() ?? "?";
    }

    /// <summary>Its address and port.</summary>
    public string Name { get; }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="ConfigurationException">A certificate cannot be used, or the address.</exception>
    public static TlsListener Listen(TlsConfiguration configuration, DaemonLog log)
    {
        if (!IPAddress.TryParse(configuration.Address, out IPAddress? address))
        {
            throw new ConfigurationException(Text.Of(Messages.Tls_Address, configuration.Address));
        }

        // Every address of a host that has only IPv4.
        if (address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
        {
            address = IPAddress.Any;
        }

        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, configuration.Port));
            socket.Listen(Backlog);
            return new TlsListener(socket, configuration, log);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ConfigurationException(
                Text.Of(Messages.Socket_NotMade, $"{configuration.Address} {configuration.Port}", e.Message), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a socket that the system listens at for this daemon.</summary>
    public static TlsListener Take(Socket socket, TlsConfiguration configuration, DaemonLog log) => new(socket, configuration, log);

    /// <inheritdoc/>
    public async Task<IncomingClient> AcceptAsync(CancellationToken cancellation)
    {
        Socket client = await _socket.AcceptAsync(cancellation);
        string name = client.RemoteEndPoint?.ToString() ?? "?";
        client.NoDelay = true;
        return new IncomingClient(name, IsReadOnly: false, IsAuthenticated: false, c => AuthenticateAsync(client, name, c))
        {
            Socket = client,
        };
    }

    public void Dispose() => _socket.Dispose();

    private async Task<Stream?> AuthenticateAsync(Socket client, string name, CancellationToken cancellation)
    {
        SslStream stream = new(new NetworkStream(client, ownsSocket: true), leaveInnerStreamOpen: false);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await stream.AuthenticateAsServerAsync(_options, patience.Token);
            if (stream.RemoteCertificate is { } certificate && _names.Allow(certificate.Subject))
            {
                await stream.WriteAsync(new[] { Accepted }, patience.Token);
                return stream;
            }

            _log.NameRefused(name, stream.RemoteCertificate?.Subject);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            _log.NotAuthenticated(name, e.Message);
        }

        await stream.DisposeAsync();
        return null;
    }

    private static SslServerAuthenticationOptions OptionsOf(TlsConfiguration configuration)
    {
        X509Certificate2 own = Load(configuration.Certificate, () =>
        {
            RequirePrivate(configuration.Key);
            return X509Certificate2.CreateFromPemFile(configuration.Certificate, configuration.Key);
        });
        X509Certificate2 authority = Load(
            configuration.Authority, () => X509Certificate2.CreateFromPem(File.ReadAllText(configuration.Authority)));
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(authority);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(own, [authority], offline: true),
            ClientCertificateRequired = true,
            CertificateChainPolicy = policy,

            // Clients with GnuTLS fail on the tickets of TLS 1.3, which cannot be turned off here.
            EnabledSslProtocols = SslProtocols.Tls12,
            AllowTlsResume = false,
            AllowRenegotiation = false,
        };
    }

    private static X509Certificate2 Load(string file, Func<X509Certificate2> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConfigurationException(Text.Of(Messages.Tls_Certificate, file, e.Message), e);
        }
    }

    private static void RequirePrivate(string key)
    {
        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(key) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None)
        {
            throw new ConfigurationException(Text.Of(Messages.Tls_OpenKey, key));
        }
    }
}
