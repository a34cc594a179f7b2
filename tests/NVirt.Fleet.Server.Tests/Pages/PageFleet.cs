using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Hosting;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

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

    /// <summary>Whether hostile names are among them; pictures are nicer without.</summary>
    public bool HasHostileNames { get; init; } = true;

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
        await _store.WritePoolAsync(new StoredPool(HasHostileNames ? "<b>amd</b> & 'co'" : "amd", 0, ["virt1"]), audit, CancellationToken.None);
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
        await ReportAsync(Samples.Of("pve1", "pve2.xml"));
        foreach (HostReport report in Samples.Fleet)
        {
            await ReportAsync(report with { Seq = 2, Facts = report.Facts with { Site = HasHostileNames ? "<i>north</i>" : "north" } });
        }

        await ReportAsync(Samples.Of("silent", "pve1.xml") with { Documents = [], Problem = "<u>no</u> answer" });
        for (int i = 0; i < Nodes; i++)
        {
            await ReportAsync(Samples.Of($"node-{i:000}", i % 3 == 0 ? "pve2.xml" : "kube2.xml"));
        }

        foreach (string name in HasHostileNames ? HostileNames : [])
        {
            byte[] cpu = Samples.Sample("mail.xml");
            HostReport report = Samples.With(Samples.Of(name, "pve2.xml"), "guest of " + name, cpu);
            await ReportAsync(Samples.With(Samples.With(report, name, cpu, cpu), "twin", cpu));
        }
    }

    private async Task ReportAsync(HostReport report)
    {
        // A document that several guests share goes along once.
        ReportAnswer answer = await _app.Services.GetRequiredService<ReportReceiver>().TakeAsync(
            report with { Documents = [.. report.Documents.DistinctBy(d => (d.Kind, d.Sha256))] }, CancellationToken.None);
        Assert.Equal(ReportResult.Accepted, answer.Result);
    }
}
