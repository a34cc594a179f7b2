using System.Net;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Faults;

/// <summary>Two replicas on one PostgreSQL freeze the same pool at once.</summary>
public sealed class FreezeRaceTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private const string Path = "/api/v1/pools/p/baselines";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_replicas_one_freezes_a_version_and_all_versions_are_a_chain()
    {
        const int Rounds = 8;
        string db = fixture.NewDb();
        await using RunningService one = await RunningService.StartAsync(db: db);
        await using RunningService two = await RunningService.StartAsync(db: db);
        await one.ReportAsync(Samples.Of("a", "kube1.xml"));
        await two.ReportAsync(Samples.Of("b", "pve1.xml"));
        await one.Store.WritePoolAsync(
            new StoredPool("p", 0, ["a", "b"]), new NewAudit(DateTimeOffset.UtcNow, "test", "pool", "p", string.Empty), Cancellation);
        using HttpClient first = await one.ClientAsync(Roles.Freeze);
        using HttpClient second = await two.ClientAsync(Roles.Freeze);
        for (int version = 1; version <= Rounds; version++)
        {
            string wanted = $"{{\"version\":{version}}}";
            HttpStatusCode[] answers = await Task.WhenAll(
                FreezeAsync(first, wanted), FreezeAsync(second, wanted), FreezeAsync(first, wanted), FreezeAsync(second, wanted));
            Assert.Single(answers, HttpStatusCode.Created);
            Assert.Equal(3, answers.Count(a => a == HttpStatusCode.Conflict));
        }

        // Whoever names no version may come after another.
        await Task.WhenAll(FreezeAsync(first, "{}"), FreezeAsync(second, "{}"));
        string? previous = null;
        foreach (StoredBaseline stored in await one.Store.ReadBaselinesAsync("p", Cancellation))
        {
            FrozenBaseline frozen = FrozenBaseline.Parse(stored.Document, "p");
            Assert.Equal((stored.Digest, previous), (frozen.Digest, frozen.Previous));
            previous = frozen.Digest;
        }
    }

    private static async Task<HttpStatusCode> FreezeAsync(HttpClient client, string body)
    {
        using HttpResponseMessage response = await client.PostAsync(Path, RunningService.Text(body), Cancellation);
        return response.StatusCode;
    }
}
