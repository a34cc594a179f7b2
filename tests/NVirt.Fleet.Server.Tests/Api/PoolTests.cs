using System.Net;
using System.Text.Json.Nodes;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>Pools, and what they promise.</summary>
public sealed class PoolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_changes_only_from_the_version_that_was_read()
    {
        await using RunningService service = await TwoHostsAsync();
        using HttpClient client = await service.ClientAsync(Roles.Plan);
        Assert.Equal(HttpStatusCode.OK, await Put(client, 0, "a"));
        Assert.Equal(HttpStatusCode.Conflict, await Put(client, 0, "a", "b"));
        Assert.Equal(HttpStatusCode.OK, await Put(client, 1, "a", "b"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Put(client, 2, "nobody"));
        JsonNode pool = await RunningService.GetAsync(client, "/api/v1/pools/p");
        Assert.Equal(2, (int)pool["version"]!);
        Assert.Equal(["a", "b"], pool["hosts"]!.AsArray().Select(h => (string)h!));
    }

    [Fact]
    public async Task A_frozen_baseline_is_a_chain_that_verifies()
    {
        await using RunningService service = await TwoHostsAsync();
        using HttpClient client = await service.ClientAsync(Roles.Freeze);
        await Put(client, 0, "a");
        JsonNode first = await RunningService.PostAsync(client, "/api/v1/pools/p/baselines", "{}");
        await Put(client, 1, "a", "b");
        JsonNode second = await RunningService.PostAsync(client, "/api/v1/pools/p/baselines", """{"version":2}""");
        using HttpResponseMessage again =
            await client.PostAsync("/api/v1/pools/p/baselines", RunningService.Text("""{"version":2}"""), Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        FrozenBaseline one = FrozenBaseline.Parse(await client.GetByteArrayAsync("/api/v1/pools/p/baselines/1", Cancellation), "1");
        FrozenBaseline two = FrozenBaseline.Parse(await client.GetByteArrayAsync("/api/v1/pools/p/baselines/2", Cancellation), "2");
        Assert.Equal((string)first["digest"]!, one.Digest);
        Assert.Equal((string)second["digest"]!, two.Digest);
        Assert.Equal(one.Digest, two.Previous);
        Assert.Equal(["a", "b"], two.Hosts.Select(h => h.Name));
        JsonNode difference = await RunningService.GetAsync(client, "/api/v1/pools/p/baselines/2/diff");
        Assert.Equal(one.Features.Except(two.Features), difference["removed"]!.AsArray().Select(f => (string)f!));
        Assert.NotEmpty(difference["removed"]!.AsArray());
    }

    [Fact]
    public async Task Of_many_that_freeze_at_once_one_wins()
    {
        await using RunningService service = await TwoHostsAsync();
        using HttpClient client = await service.ClientAsync(Roles.Freeze);
        await Put(client, 0, "a", "b");
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using HttpResponseMessage response =
                await client.PostAsync("/api/v1/pools/p/baselines", RunningService.Text("""{"version":1}"""), Cancellation);
            return response.StatusCode;
        }));
        Assert.Single(answers, HttpStatusCode.Created);
        Assert.All(answers, a => Assert.True(a is HttpStatusCode.Created or HttpStatusCode.Conflict));
        JsonNode list = await RunningService.GetAsync(client, "/api/v1/pools/p/baselines");
        Assert.Single(list["baselines"]!.AsArray());
    }

    [Fact]
    public async Task A_pool_with_a_host_that_cannot_be_read_is_frozen_with_a_reason_only()
    {
        await using RunningService service = await TwoHostsAsync();
        await service.ReportAsync(Samples.Of("odd", "pve1.xml") with { Documents = [], Problem = "no libvirt" });
        using HttpClient client = await service.ClientAsync(Roles.Freeze);
        await Put(client, 0, "a", "odd");
        using HttpResponseMessage refused = await client.PostAsync("/api/v1/pools/p/baselines", RunningService.Text("{}"), Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        JsonNode forced = await RunningService.PostAsync(client, "/api/v1/pools/p/baselines", """{"reason":"it is being repaired"}""");
        Assert.Equal(1, (int)forced["version"]!);
        using HttpClient admin = await service.ClientAsync();
        string log = await admin.GetStringAsync("/api/v1/log", Cancellation);
        Assert.Contains("it is being repaired", log, StringComparison.Ordinal);
    }

    private static async Task<RunningService> TwoHostsAsync()
    {
        RunningService service = await RunningService.StartAsync();
        await service.ReportAsync(Samples.Of("a", "kube1.xml"));
        await service.ReportAsync(Samples.Of("b", "pve1.xml"));
        await service.RefreshAsync();
        return service;
    }

    private static async Task<HttpStatusCode> Put(HttpClient client, int version, params string[] hosts)
    {
        string names = string.Join(',', hosts.Select(h => $"\"{h}\""));
        using HttpResponseMessage response = await client.PutAsync(
            "/api/v1/pools/p", RunningService.Text($$"""{"version":{{version}},"hosts":[{{names}}]}"""), Cancellation);
        return response.StatusCode;
    }
}
