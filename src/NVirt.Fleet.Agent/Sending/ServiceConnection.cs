using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>Connections to a service: they follow no redirects, unpack nothing, and take no more than a few headers.</summary>
internal static class ServiceConnection
{
    private const int MostHeadersKiB = 16;

    /// <summary>Makes a client that connects when it is used.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="patience">How long a connection may take.</param>
    /// <exception cref="AgentException">A certificate cannot be used.</exception>
    public static HttpClient Open(ServiceAddress address, TimeSpan patience)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = patience,
            MaxResponseHeadersLength = MostHeadersKiB,
            MaxResponseDrainSize = 0,
            MaxConnectionsPerServer = 1,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        try
        {
            handler.SslOptions = OptionsOf(address);
        }
        catch
        {
            handler.Dispose();
            throw;
        }

        return new HttpClient(handler, disposeHandler: true) { BaseAddress = address.Url, Timeout = Timeout.InfiniteTimeSpan };
    }

    private static SslClientAuthenticationOptions OptionsOf(ServiceAddress address)
    {
        SslClientAuthenticationOptions options = new();
        if (address.Authority is { } authority)
        {
            X509ChainPolicy policy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            Load(authority, () => policy.CustomTrustStore.ImportFromPemFile(authority));
            if (policy.CustomTrustStore.Count == 0)
            {
                throw new AgentException(Text.Of(Messages.Tls_NoCertificate, authority));
            }

            options.CertificateChainPolicy = policy;
        }

        if ((address.Certificate is null) != (address.Key is null))
        {
            throw new AgentException(Messages.Tls_Pair);
        }

        if (address is { Certificate: { } certificate, Key: { } key })
        {
            SecretFile.RequirePrivate(key);
            Load(certificate, () => options.ClientCertificateContext = SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPemFile(certificate, key), null, offline: true));
        }

        return options;
    }

    private static void Load(string file, Action load)
    {
        try
        {
            load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new AgentException(Text.Of(Messages.Tls_Unusable, file, e.Message), e);
        }
    }
}
