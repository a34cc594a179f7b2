using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NVirt.Daemon.Tests.Sockets;

/// <summary>Certificates made for a test.</summary>
internal static class TestCertificates
{
    /// <summary>An authority that others do not know.</summary>
    public static X509Certificate2 MakeAuthority(string name)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    /// <summary>A certificate that it signs.</summary>
    public static X509Certificate2 Make(
        X509Certificate2 authority, string name, bool isServer, string? address = null)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(isServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: true));
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        if (address is not null)
        {
            names.AddIpAddress(IPAddress.Parse(address));
        }

        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.Create(
            authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(12));
        return made.CopyWithPrivateKey(key);
    }

    /// <summary>Writes them under the names that libvirt's clients expect in their folder.</summary>
    public static void Write(TempFolder root, string folder, X509Certificate2 authority, X509Certificate2 certificate)
    {
        using (certificate)
        {
            using RSA key = certificate.GetRSAPrivateKey()!;
            root.Write(Path.Combine(folder, "cacert.pem"), authority.ExportCertificatePem());
            root.Write(Path.Combine(folder, "clientcert.pem"), certificate.ExportCertificatePem());
            string file = root.Write(Path.Combine(folder, "clientkey.pem"), key.ExportPkcs8PrivateKeyPem());
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }
}
