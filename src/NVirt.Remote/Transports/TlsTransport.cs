using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Remote.Transports;

/// <summary>
/// A daemon on another host, by TLS: both ends prove who they are, by certificates of an authority that is only theirs. They are where
/// libvirt's clients have them.
/// </summary>
internal static class TlsTransport
{
    private const int UsualPort = 16514;
    private const byte Accepted = 1;

    /// <summary>Connects.</summary>
    /// <exception cref="DomainException">The host cannot be reached, or is another one; or this end may not connect.</exception>
    public static async Task<Stream> ConnectAsync(RemoteAddress address, CancellationToken cancellation)
    {
        SslClientAuthenticationOptions options = OptionsOf(address);
        int port = address.Port ?? UsualPort;
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(address.Host!, port, cancellation).ConfigureAwait(false);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
            await stream.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);

            // A server that does not let this client in closes the connection instead.
            byte[] word = new byte[1];
            int count = await stream.ReadAsync(word, cancellation).ConfigureAwait(false);
            return count == 1 && word[0] == Accepted ? stream
                : throw new DomainException(DomainErrorKind.AccessDenied, Text.Of(Messages.Tls_NotLetIn, address.Host!));
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            throw e switch
            {
                AuthenticationException => new DomainException(
                    DomainErrorKind.AccessDenied, Text.Of(Messages.Tls_NotTrusted, address.Host!, Text.OnOneLine(e.Message)), e),
                SocketException or IOException => new DomainException(
                    DomainErrorKind.NoConnection, Text.Of(Messages.Tls_NotReached, address.Host!, port, Text.OnOneLine(e.Message)), e),
                _ => e,
            };
        }
    }

    /// <summary>Where the certificates are: in the folder that was named, or the user's own, or else the machine's.</summary>
    internal static (string Authority, string Certificate, string Key) FilesOf(string? folder)
    {
        string own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pki", "libvirt");
        (string Authority, string Certificate, string Key) files = In(folder ?? own);
        return folder is not null || (File.Exists(files.Certificate) && File.Exists(files.Key))
            ? folder is null && !File.Exists(files.Authority) ? files with { Authority = "/etc/pki/CA/cacert.pem" } : files
            : ("/etc/pki/CA/cacert.pem", "/etc/pki/libvirt/clientcert.pem", "/etc/pki/libvirt/private/clientkey.pem");

        static (string Authority, string Certificate, string Key) In(string folder) => (
            Path.Combine(folder, "cacert.pem"), Path.Combine(folder, "clientcert.pem"), Path.Combine(folder, "clientkey.pem"));
    }

    private static SslClientAuthenticationOptions OptionsOf(RemoteAddress address)
    {
        (string authorityFile, string certificateFile, string keyFile) = FilesOf(address.Certificates);
        X509Certificate2 authority = Load(authorityFile, () => X509Certificate2.CreateFromPem(File.ReadAllText(authorityFile)));
        X509Certificate2 own = Load(certificateFile, () => X509Certificate2.CreateFromPemFile(certificateFile, keyFile));
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(authority);
        return new SslClientAuthenticationOptions
        {
            TargetHost = address.Host,
            ClientCertificateContext = SslStreamCertificateContext.Create(own, [authority], offline: true),
            CertificateChainPolicy = policy,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
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
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Tls_Certificate, file, Text.OnOneLine(e.Message)), e);
        }
    }
}
