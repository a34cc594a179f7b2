using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>What a store of a few hosts must say and hold, in memory: random calls, each told what it must answer.</summary>
internal sealed class StoreModel(string prefix, IFleetStore[] stores, NewAudit audit, CancellationToken cancellation)
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, Kept> _hosts = [];
    private readonly Dictionary<string, long> _pools = [];
    private readonly List<HostUpdate> _sent = [];
    private int _boots;

    /// <summary>Makes the call that a number stands for.</summary>
    public async Task CallAsync(int number)
    {
        IFleetStore store = stores[(number >> 4) % stores.Length];
        string name = $"{prefix}h{(number >> 5) % 3}";
        Kept? kept = _hosts.GetValueOrDefault(name);
        switch (number % 8)
        {
            case 0 or 1 or 2:
                long next = (kept?.Seq ?? 0) + 1 + ((number >> 7) % 2);
                await ReportAsync(store, New(name, kept?.Boot ?? NextBoot(), next, kept?.Digest, number));
                break;
            case 3:
                await ReportAsync(store, New(name, NextBoot(), 1, kept?.Digest, number));
                break;
            case 4:
                await ReportAsync(store, New(name, kept?.Boot ?? NextBoot(), (kept?.Seq ?? 0) + 1, "another", number));
                break;
            case 5 when _sent.Count > 0:
                await ReportAsync(store, _sent[(number >> 7) % _sent.Count]);
                break;
            case 6 when _sent.Count > 0:
                await BeatAsync(store, _sent[Math.Max(0, _sent.Count - 1 - (number >> 7) % 4)].Host);
                break;
            case 7:
                await PoolAsync(store, $"{prefix}p{(number >> 7) % 2}", (number >> 8) % 8, isStale: (number >> 11) % 4 == 0);
                break;
        }
    }

    /// <summary>The store holds what it must.</summary>
    public void Holds(IEnumerable<StoredHost> hosts, IEnumerable<StoredGuest> guests)
    {
        Assert.Equal(
            _hosts.OrderBy(h => h.Key, StringComparer.Ordinal)
                .Select(h => (h.Key, h.Value.Boot, h.Value.Seq, h.Value.Digest, h.Value.Class, h.Value.Pool)),
            hosts.Where(IsOurs).OrderBy(h => h.Name, StringComparer.Ordinal)
                .Select(h => (h.Name, h.BootId, h.Seq, h.Digest, h.Class, h.Pool)));
        Assert.Equal(
            _hosts.Values.SelectMany(h => h.Guests).OrderBy(g => g.Host + g.Id, StringComparer.Ordinal),
            guests.Where(g => g.Host.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(g => g.Host + g.Id, StringComparer.Ordinal));
    }

    private bool IsOurs(StoredHost host) => host.Name.StartsWith(prefix, StringComparison.Ordinal);

    private string NextBoot() => $"boot{_boots++}";

    private static HostUpdate New(string name, string boot, long seq, string? former, int number)
    {
        StoredHost host = new()
        {
            Name = name,
            BootId = boot,
            Seq = seq,
            Digest = $"{boot} {seq} {number}",
            ReportedAt = Time,
            SeenAt = Time,
            Class = (number >> 8) % 3 is var c and not 0 ? c : null,
        };
        var guests = Enumerable.Range(0, 4).Where(g => ((number >> 10 >> g) & 1) == 1).Select(g => new StoredGuest
        {
            Host = name,
            Id = $"g{g}",
            Name = $"g{g}",
            IsRunning = (number >> 14) % 2 == g % 2,
            RequestClass = (number >> 15) % 3 == g % 3 ? null : g + 1,
            LiveClass = (number >> 16) % 2 == 0 ? null : g + 2,
        });
        return new HostUpdate(host, [.. guests], [], []) { FormerDigest = former };
    }

    private async Task ReportAsync(IFleetStore store, HostUpdate update)
    {
        StoredHost host = update.Host;
        Kept? kept = _hosts.GetValueOrDefault(host.Name);
        StoredResult expected = kept?.Order(host.BootId, host.Seq) ?? StoredResult.Done;
        if (expected == StoredResult.Done && kept?.Digest != update.FormerDigest)
        {
            expected = StoredResult.Changed;
        }

        Assert.Equal(expected, await store.ApplyAsync(update, cancellation));
        _sent.Add(update);
        if (expected == StoredResult.Done)
        {
            string[] former = kept is null ? [] : kept.Boot == host.BootId ? kept.Former : [.. kept.Former.Append(kept.Boot).TakeLast(16)];
            _hosts[host.Name] = new(host.BootId, host.Seq, host.Digest, host.Class, kept?.Pool, former, [.. update.Guests]);
        }
    }

    private async Task BeatAsync(IFleetStore store, StoredHost host)
    {
        Kept? kept = _hosts.GetValueOrDefault(host.Name);
        StoredResult expected = kept?.Order(host.BootId, host.Seq) switch
        {
            StoredResult.Older => StoredResult.Older,
            StoredResult.Duplicate when kept.Digest == host.Digest => StoredResult.Done,
            _ => StoredResult.Changed,
        };
        HostBeat beat = new(host.Name, host.BootId, host.Seq, host.Digest, Time);
        Assert.Equal(expected, await store.BeatAsync(beat, cancellation));
    }

    private async Task PoolAsync(IFleetStore store, string pool, int members, bool isStale)
    {
        string[] hosts =
        [
            .. Enumerable.Range(0, 3).Where(i => ((members >> i) & 1) == 1).Select(i => $"{prefix}h{i}").Where(_hosts.ContainsKey),
        ];
        long version = _pools.GetValueOrDefault(pool);
        PoolResult expected = isStale ? default : new(version + 1);
        Assert.Equal(expected, await store.WritePoolAsync(new(pool, isStale ? version + 7 : version, [.. hosts]), audit, cancellation));
        if (isStale)
        {
            return;
        }

        _pools[pool] = version + 1;
        foreach (string left in hosts.Select(h => _hosts[h].Pool).OfType<string>().Where(p => p != pool).Distinct())
        {
            _pools[left]++;
        }

        foreach ((string name, Kept kept) in _hosts.ToArray())
        {
            _hosts[name] = kept with { Pool = hosts.Contains(name) ? pool : kept.Pool == pool ? null : kept.Pool };
        }
    }

    private sealed record Kept(string Boot, long Seq, string Digest, long? Class, string? Pool, string[] Former, StoredGuest[] Guests)
    {
        public StoredResult Order(string boot, long seq) =>
            boot == Boot ? seq == Seq ? StoredResult.Duplicate : seq < Seq ? StoredResult.Older : StoredResult.Done
            : Former.Contains(boot) ? StoredResult.Older : StoredResult.Done;
    }
}
