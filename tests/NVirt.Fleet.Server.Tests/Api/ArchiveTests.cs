using System.Net;
using System.Text.Json.Nodes;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>Hosts of which nothing was heard for long.</summary>
public sealed class ArchiveTests : IAsyncLifetime
{
    private readonly MovedClock _clock = new();
    private RunningService _service = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync(clock: _clock);
        _client = await _service.ClientAsync(Roles.Freeze);
        await _service.ReportAsync(Samples.With(Samples.Of("old", "pve1.xml"), "shop", Samples.Sample("shop.conf")));
        _clock.Offset = TimeSpan.FromDays(31);
        await _service.ReportAsync(Samples.Of("new", "pve2.xml"));
        await _service.RefreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_was_not_heard_of_for_thirty_days_is_archived_with_its_guests()
    {
        Assert.Equal(["new"], await HostsAsync("/api/v1/hosts"));
        Assert.Equal(["old"], await HostsAsync("/api/v1/hosts?archived=true"));
        Assert.Empty((await RunningService.GetAsync(_client, "/api/v1/guests"))["guests"]!.AsArray());
        JsonNode host = await RunningService.GetAsync(_client, "/api/v1/hosts/old");
        Assert.True((bool)host["host"]!["archived"]!);
        Assert.Contains("archived", await _client.GetStringAsync("/hosts/old", Cancellation), StringComparison.Ordinal);
        Assert.Contains("/hosts/old", await _client.GetStringAsync("/hosts?archived=true", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_of_life_brings_it_back_with_its_guests()
    {
        StoredHost kept = (await _service.Store.FindHostAsync("old", Cancellation))!;
        HostBeat beat = new("old", kept.BootId, kept.Seq, kept.Digest, _clock.GetUtcNow());
        Assert.Equal(StoredResult.Done, await _service.Store.BeatAsync(beat, Cancellation));
        _clock.Offset += TimeSpan.FromMinutes(1);
        await _service.RefreshAsync();
        Assert.Equal(["new", "old"], await HostsAsync("/api/v1/hosts"));
        Assert.Single((await RunningService.GetAsync(_client, "/api/v1/guests"))["guests"]!.AsArray());
    }

    [Fact]
    public async Task A_baseline_never_loses_it_without_a_word()
    {
        NewAudit audit = new(DateTimeOffset.UtcNow, "test", "pool", "p", string.Empty);
        await _service.Store.WritePoolAsync(new StoredPool("p", 0, ["new", "old"]), audit, Cancellation);
        using HttpResponseMessage refused =
            await _client.PostAsync("/api/v1/pools/p/baselines", RunningService.Text("{}"), Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("old", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await RunningService.PostAsync(_client, "/api/v1/pools/p/baselines", """{"reason":"it was sold"}""");
    }

    private async Task<IEnumerable<string>> HostsAsync(string path) =>
        (await RunningService.GetAsync(_client, path))["hosts"]!.AsArray().Select(h => (string)h!["name"]!);
}
