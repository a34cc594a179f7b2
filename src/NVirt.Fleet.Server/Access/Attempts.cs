using System.Collections.Concurrent;
using System.Net;

namespace NVirt.Fleet.Server.Access;

/// <summary>
/// Counts wrong tokens by address, so that guessing is slow. The table is bounded: when it is full, addresses of which nothing was
/// heard for a minute go first, and new ones then share one count. Safe for use by several threads.
/// </summary>
internal sealed class Attempts(int perMinute, TimeProvider clock)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, Count> _counts = new();

    /// <summary>Whether an address has guessed too often, and for how long it must wait.</summary>
    public TimeSpan? MustWait(IPAddress? address)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return _counts.TryGetValue(KeyOf(address), out Count? count) && count.Number >= perMinute && now - count.Since < Window
            ? Window - (now - count.Since) : null;
    }

    /// <summary>Notes a wrong token.</summary>
    public void Note(IPAddress? address)
    {
        DateTimeOffset now = clock.GetUtcNow();
        IPAddress key = KeyOf(address);
        if (_counts.Count >= Most && !_counts.ContainsKey(key))
        {
            foreach ((IPAddress old, Count count) in _counts)
            {
                if (now - count.Since >= Window)
                {
                    _counts.TryRemove(old, out _);
                }
            }

            key = _counts.Count >= Most ? IPAddress.None : key;
        }

        _counts.AddOrUpdate(
            key, _ => new Count(1, now), (_, c) => now - c.Since >= Window ? new Count(1, now) : new Count(c.Number + 1, c.Since));
    }

    // Whoever has one address of IPv6 mostly has 2^64.
    private static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed record Count(int Number, DateTimeOffset Since);
}
