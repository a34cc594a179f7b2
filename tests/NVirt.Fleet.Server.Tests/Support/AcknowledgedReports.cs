using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>What a store must hold after hosts reported through faults.</summary>
internal static class AcknowledgedReports
{
    /// <summary>Tokens of hosts, by name; the store is made.</summary>
    public static async Task<Dictionary<string, string>> TokensAsync(string db, int hosts, CancellationToken cancellation)
    {
        await using IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(cancellation);
        Dictionary<string, string> secrets = [];
        for (int i = 0; i < hosts; i++)
        {
            (StoredToken? token, string secret, _) = TokenEndpoints.Make(
                new TokenRequest { Role = Roles.Host, Host = $"h{i}" }, "test", DateTimeOffset.UtcNow);
            await store.AddTokenAsync(token!, new NewAudit(DateTimeOffset.UtcNow, "test", "token", token!.Id, "host"), cancellation);
            secrets[$"h{i}"] = secret;
        }

        return secrets;
    }

    /// <summary>The store has what was acknowledged, and its counts are those of its rows.</summary>
    public static async Task RequireAsync(string db, Reporters reporters, CancellationToken cancellation)
    {
        await using IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(cancellation);
        Assert.NotEmpty(reporters.Acknowledged);
        StoredChanges all = await store.ReadChangesAsync(0, cancellation);
        foreach ((string host, HostReport acknowledged) in reporters.Acknowledged)
        {
            StoredHost kept = all.Hosts.Single(h => h.Name == host);
            HostReport sent = reporters.Sent[host];
            HostReport expected = kept.Seq == sent.Seq ? sent : acknowledged;
            Assert.Equal((expected.Seq, ReportDigest.Of(expected)), (kept.Seq, kept.Digest));
            Assert.Equal(
                expected.Guests.Select(g => g.Id).Order(StringComparer.Ordinal),
                all.Guests.Where(g => g.Host == host).Select(g => g.Id).Order(StringComparer.Ordinal));
        }

        Assert.Equal(Sorted(await store.RecountAsync(cancellation)), Sorted(await store.ReadCountsAsync(cancellation)));
    }

    private static IEnumerable<StoredCount> Sorted(IReadOnlyList<StoredCount> counts) =>
        counts.Where(c => c.Guests > 0).OrderBy(c => c.HostClass).ThenBy(c => c.GuestClass).ThenBy(c => c.Pool, StringComparer.Ordinal);
}
