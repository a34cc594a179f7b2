using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Tests.Sending;

public sealed class ServiceConnectionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_service_whose_certificate_is_vouched_for_is_believed()
    {
        using TempFolder folder = new();
        using X509Certificate2 authority = Authority("ours");
        using RawService service = Service(authority, "localhost", Now.AddDays(1));

        Assert.Equal(ReportResult.Accepted, (await service.BeatAsync(null, Trusting(folder, authority), "https")).Result);
    }

    [Theory]
    [InlineData("other.example", 1, true)]
    [InlineData("localhost", -1, true)]
    [InlineData("localhost", 1, false)]
    public async Task A_certificate_of_another_name_an_old_one_and_one_of_others_are_refused(string name, int days, bool isOurs)
    {
        using TempFolder folder = new();
        using X509Certificate2 ours = Authority("ours");
        using X509Certificate2 others = Authority("others");
        using RawService service = Service(isOurs ? ours : others, name, Now.AddDays(days));

        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync(null, Trusting(folder, ours), "https"));
        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync(null, null, "https"));
    }

    [Fact]
    public async Task A_host_shows_its_own_certificate()
    {
        using TempFolder folder = new();
        using X509Certificate2 authority = Authority("ours");
        using X509Certificate2 host = Leaf(authority, "host7", Now.AddDays(1));
        using RawService service = Service(authority, "localhost", Now.AddDays(1), asksForClient: true);
        string certificate = folder.Write("host.pem", host.ExportCertificatePem());
        string key = folder.Write("host.key", host.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead);
        }

        await service.BeatAsync(
            null, a => Trusting(folder, authority)(a) with { Certificate = certificate, Key = key }, "https");

        Assert.Equal("CN=host7", service.Client);
    }

    private static Func<ServiceAddress, ServiceAddress> Trusting(TempFolder folder, X509Certificate2 authority) =>
        address => address with { Authority = folder.Write("ca.pem", authority.ExportCertificatePem()) };

    private static RawService Service(
        X509Certificate2 authority, string name, DateTimeOffset end, bool asksForClient = false) => RawService.Of(
        RawService.Json("{\"result\":\"accepted\"}"), new SslServerAuthenticationOptions
        {
            ServerCertificate = Leaf(authority, name, end),
            ClientCertificateRequired = asksForClient,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null || !asksForClient,
        });

    private static X509Certificate2 Authority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-10), Now.AddDays(10));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, string name, DateTimeOffset end)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 bare = request.Create(authority, Now.AddDays(-5), end, RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
