using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Hosting;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Pages;

/// <summary>A service on this machine with a fleet that reported itself, among it hosts and guests with hostile names.</summary>
public sealed class PageFleet : IAsyncLifetime
{
    /// <summary>Names that a page must take as they are.</summary>
    public static readonly string[] HostileNames =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "o'host & co", "'; DROP TABLE host;--", "a/b", "..", "~", "100% %2F",
        "javascript:alert(3)", "h\u00f6st \u6f22", "?x=1#y",
    ];

    /// <summary>So many hosts have the same CPU, and fill more than a page.</summary>
    public const int Nodes = 130;

    private readonly MemoryStore _store = new();
    private readonly string _secret = Secrets.New();
    private WebApplication _app = null!;

    /// <summary>A person with the role to read.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Where the service is.</summary>
    public string Address => ServerHost.AddressesOf(_app)[0];

    /// <summary>What lets the person in.</summary>
    public string Secret => _secret;

    public async ValueTask InitializeAsync()
    {
        // What tests ask for on purpose fills no log.
        Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "None");
        _app = ServerHost.Create(new ServerSettings { Listen = ["http://127.0.0.1:0"] }, _store);
        await _app.StartAsync();
        NewAudit audit = new(DateTimeOffset.UtcNow, "test", "test", "test", string.Empty);
        await _store.AddTokenAsync(
            new StoredToken
            {
                Id = "reader",
                Hash = Secrets.HashOf(_secret)!,
                Role = Roles.Read,
                CreatedBy = "test",
                CreatedAt = DateTimeOffset.UtcNow,
            },
            audit, CancellationToken.None);
        await ReportAllAsync();
        await _store.WritePoolAsync(new StoredPool("intel", 0, ["kube1", "kube2", "pve1", "pve2"]), audit, CancellationToken.None);
        await _store.WritePoolAsync(new StoredPool("<b>amd</b> & 'co'", 0, ["virt1"]), audit, CancellationToken.None);
        await _app.Services.GetRequiredService<SnapshotKeeper>().RefreshAsync(CancellationToken.None);
        Client = NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>A client that must not follow where it is sent.</summary>
    public HttpClient NewClient(bool hasToken = true)
    {
        HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
        if (hasToken)
        {
            client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + _secret)));
        }

        return client;
    }

    private async Task ReportAllAsync()
    {
        // A host that changes: its first report tells of another CPU.
        await ReportAsync("pve1", 1, "pve2.xml");
        await ReportAsync("pve1", 2, "pve1.xml", ("shop", "shop.conf", null));
        await ReportAsync("pve2", 1, "pve2.xml", ("mail", "mail.xml", "mail.xml"));
        await ReportAsync("kube1", 1, "kube1.xml", ("search", "search.yaml", null));
        await ReportAsync("kube2", 1, "kube2.xml");
        await ReportAsync("virt1", 1, "virt1.xml", ("build", "build.xml", null));
        await ReportAsync("silent", 1, null);
        foreach (string name in HostileNames)
        {
            await ReportAsync(name, 1, "pve2.xml", ("guest of " + name, "mail.xml", null), (name, "mail.xml", "mail.xml"));
        }

        for (int i = 0; i < Nodes; i++)
        {
            await ReportAsync($"node-{i:000}", 1, "kube2.xml");
        }
    }

    private async Task ReportAsync(string host, int seq, string? document, params (string Name, string Request, string? Live)[] guests)
    {
        List<ReportedDocument> documents = [];
        string? Add(string? file, string kind)
        {
            if (file is null)
            {
                return null;
            }

            byte[] content = File.ReadAllBytes(Path.Combine(Places.Root, "samples", "fleet", file));
            string digest = Convert.ToHexStringLower(SHA256.HashData(content));
            if (!documents.Exists(d => d.Sha256 == digest && d.Kind == kind))
            {
                documents.Add(new ReportedDocument { Kind = kind, Sha256 = digest, Gzip = Gzip.Pack(content) });
            }

            return digest;
        }

        Add(document, "host");
        ReportedGuest[] reported =
        [
            .. guests.Select(g => new ReportedGuest
            {
                Id = $"{host}-{g.Name}",
                Name = g.Name,
                Running = true,
                MemoryMib = 4096,
                Request = Add(g.Request, "guest"),
                Live = Add(g.Live, "guest"),
            }),
        ];
        ReportAnswer answer = await _app.Services.GetRequiredService<ReportReceiver>().TakeAsync(
            new HostReport
            {
                Schema = HostReport.SchemaName,
                Host = host,
                BootId = "boot",
                Seq = seq,
                Time = DateTimeOffset.UtcNow,
                Facts = new ReportedFacts { Kernel = "6.12.1", Qemu = "9.2.0", MemoryMib = 65536, Site = "<i>north</i>" },
                Documents = [.. documents],
                Guests = [.. reported],
                Problem = document is null ? "<u>no</u> answer" : null,
            },
            CancellationToken.None);
        Assert.Equal(ReportResult.Accepted, answer.Result);
    }
}
