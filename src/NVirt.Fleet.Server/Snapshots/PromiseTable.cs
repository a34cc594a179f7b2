using NVirt.Fleet.Freezes;
using NVirt.Fleet.Server.Store;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Snapshots;

/// <summary>What a host must keep: what its pool's frozen baseline promises, and what the guests on it got.</summary>
internal sealed class PromiseTable(BaselineTable baselines, ClassTable classes)
{
    /// <summary>The features that are promised, by name, and the physical address bits.</summary>
    public async Task<(IReadOnlyCollection<string> Features, int? PhysBits)> OfAsync(
        StoredHost host, HostUpdate update, CancellationToken cancellation)
    {
        HashSet<string> features = new(StringComparer.Ordinal);
        int? bits = null;
        if (host.Pool is { } pool && await baselines.ReadAsync(pool, cancellation) is { } baseline)
        {
            features.UnionWith(baseline.Features);
            bits = baseline.Axes.TryGetValue("physBits", out long promised) ? (int)promised : null;
        }

        long[] live = [.. update.Guests.Where(g => g.IsRunning).Select(g => g.LiveClass).OfType<long>().Distinct()];
        foreach (CpuStatement guest in await classes.StatementsAsync(live, cancellation))
        {
            features.UnionWith(guest.Bits.Yes);
        }

        return (features, bits);
    }
}
