namespace NVirt.Fleet.Plans;

/// <summary>
/// Finds places for the guests of one host: those with the fewest targets first, each at the first that has room; and where none has, by
/// moving others that were placed before.
/// </summary>
internal sealed class DrainPlacement
{
    private readonly IReadOnlyList<DrainGuest> _guests;
    private readonly IReadOnlyList<long?> _free;
    private readonly Func<int, IReadOnlyList<int>> _targets;
    private readonly Dictionary<int, long> _taken = [];
    private readonly Dictionary<int, List<int>> _placed = [];
    private readonly Dictionary<int, int> _where = [];

    /// <summary>Takes what there is.</summary>
    /// <param name="guests">All guests.</param>
    /// <param name="free">The room of each host; <see langword="null"/> for any.</param>
    /// <param name="targets">The hosts that can take a guest.</param>
    public DrainPlacement(IReadOnlyList<DrainGuest> guests, IReadOnlyList<long?> free, Func<int, IReadOnlyList<int>> targets)
    {
        _guests = guests;
        _free = free;
        _targets = targets;
    }

    /// <summary>Places guests.</summary>
    /// <returns>Those without a place, in their order.</returns>
    public List<int> Place(IEnumerable<int> guests)
    {
        List<int> left = [];
        foreach (int guest in guests.OrderBy(g => _targets(g).Count).ThenBy(g => g))
        {
            if (!Place(guest, []))
            {
                left.Add(guest);
            }
        }

        left.Sort();
        return left;
    }

    /// <summary>Where each guest went, in their order.</summary>
    public IEnumerable<DrainMove> Moves => _where.OrderBy(w => w.Key).Select(w => new DrainMove(w.Key, w.Value));

    private bool Place(int guest, HashSet<int> visited)
    {
        IReadOnlyList<int> targets = _targets(guest);
        foreach (int host in targets)
        {
            if (!(FreeOf(host) < _guests[guest].Memory))
            {
                Put(guest, host);
                return true;
            }
        }

        foreach (int host in targets.Where(visited.Add))
        {
            foreach (int other in _placed.GetValueOrDefault(host, []).Where(o => FreeOf(host) + _guests[o].Memory
                >= _guests[guest].Memory).ToArray())
            {
                Take(other, host);
                Put(guest, host);
                if (Place(other, visited))
                {
                    return true;
                }

                Take(guest, host);
                Put(other, host);
            }
        }

        return false;
    }

    // The room is the caller's: a copy for each host that is looked at would take hosts times hosts.
    private long? FreeOf(int host) => _free[host] - _taken.GetValueOrDefault(host);

    private void Put(int guest, int host)
    {
        _taken[host] = _taken.GetValueOrDefault(host) + _guests[guest].Memory;
        _where[guest] = host;
        if (!_placed.TryGetValue(host, out List<int>? there))
        {
            _placed[host] = there = [];
        }

        there.Add(guest);
    }

    private void Take(int guest, int host)
    {
        _taken[host] -= _guests[guest].Memory;
        _where.Remove(guest);
        _placed[host].Remove(guest);
    }
}
