using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Pages;

/// <summary>A service on this machine with a fleet that reported itself, among it hosts and guests with hostile names.</summary>
public sealed class PageFleet : IAsyncLifetime
{
    /// <summary>So many hosts have the same CPU, and fill more than a page.</summary>
    public const int Nodes = 130;

    /// <summary>Names that a page must take as they are.</summary>
    public static readonly string[] HostileNames =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "o'host & co", "'; DROP TABLE host;--", "a/b", "..", "~",
        "100% %2F", "javascript:alert(3)", "h\u00f6st \u6f22", "?x=1#y",
    ];

    private RunningService _service = null!;

    /// <summary>Whether hostile names are among them; pictures are nicer without.</summary>
    public bool HasHostileNames { get; init; } = true;

    /// <summary>A person with the role to read.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Where the service is.</summary>
    public string Address => _service.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>What lets the person in.</summary>
    public string Secret { get; private set; } = string.Empty;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync();
        Secret = await _service.TokenAsync(Roles.Read);
        Client = NewClient();
        await ReportAllAsync();
        await PoolAsync("intel", "kube1", "kube2", "pve1", "pve2");
        await PoolAsync(HasHostileNames ? "<b>amd</b> & 'co'" : "amd", "virt1");
        using HttpClient freezer = await _service.ClientAsync(Roles.Freeze);
        using HttpResponseMessage frozen = await freezer.PostAsync(
            "/api/v1/pools/intel/baselines", RunningService.Text("{\"version\": 1, \"reason\": null}"), Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Created, frozen.StatusCode);
        await _service.RefreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _service.DisposeAsync();
    }

    /// <summary>A client that knows the secret as a browser does, or not at all.</summary>
    public HttpClient NewClient(bool hasToken = true)
    {
        HttpClient client = _service.Client(secret: null);
        client.DefaultRequestHeaders.Authorization = hasToken
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + Secret))) : null;
        return client;
    }

    private async Task PoolAsync(string name, params string[] hosts) => Assert.NotNull((await _service.Store.WritePoolAsync(
        new StoredPool(name, 0, [.. hosts]), new NewAudit(DateTimeOffset.UtcNow, "test", "pool", name, string.Empty), Cancellation))
        .Version);

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
        ReportAnswer answer = await _service.Services.GetRequiredService<ReportReceiver>().TakeAsync(
            report with { Documents = [.. report.Documents.DistinctBy(d => (d.Kind, d.Sha256))] }, Cancellation);
        Assert.Equal(ReportResult.Accepted, answer.Result);
    }
}
