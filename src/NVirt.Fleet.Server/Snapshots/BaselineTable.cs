using System.Collections.Concurrent;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Snapshots;

/// <summary>The newest frozen baseline of each pool. Safe for use by several threads.</summary>
internal sealed class BaselineTable(IFleetStore store)
{
    private readonly ConcurrentDictionary<string, FrozenBaseline> _read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FrozenBaseline> _newest = new(StringComparer.Ordinal);

    /// <summary>The newest that was read; <see langword="null"/> if there is none.</summary>
    public FrozenBaseline? Find(string pool) => _newest.GetValueOrDefault(pool);

    /// <summary>Reads the newest of a pool; <see langword="null"/> if there is none.</summary>
    public async Task<FrozenBaseline?> ReadAsync(string pool, CancellationToken cancellation)
    {
        StoredBaseline? newest = (await store.ReadBaselinesAsync(pool, cancellation)) is [.., { } last] ? last : null;
        return newest is null ? null
            : _newest[pool] = _read.GetOrAdd(newest.Digest, _ => FrozenBaseline.Parse(newest.Document, newest.Pool));
    }
}
