using System.Collections.Immutable;

namespace NVirt.Fleet.Plans;

/// <summary>
/// The order in which hosts are emptied, each once (fleet-rules.md 10). Next comes the host whose guests can all be placed, and of
/// these the one whose guests have the most targets; if there is none, the one that leaves the fewest guests without a place, which are
/// power-cycled before. Ties go by name.
/// </summary>
internal static class DrainOrder
{
    /// <summary>The steps.</summary>
    /// <param name="problem">Hosts and guests.</param>
    /// <param name="hosts">The numbers of the hosts that are worked on; <see langword="null"/> for all.</param>
    public static ImmutableArray<DrainStep> Of(DrainProblem problem, IEnumerable<int>? hosts = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return [.. new Run(problem).Steps([.. hosts ?? Enumerable.Range(0, problem.Hosts.Count)])];
    }

    private sealed class Run
    {
        private readonly DrainProblem _problem;
        private readonly int[] _where;
        private readonly SortedSet<int>[] _on;
        private readonly long?[] _free;
        private readonly bool[] _isDone;
        private readonly Dictionary<int, IReadOnlyList<int>> _targets = [];

        public Run(DrainProblem problem)
        {
            _problem = problem;
            _where = [.. problem.Guests.Select(g => g.Host)];
            _on = [.. problem.Hosts.Select(_ => new SortedSet<int>())];
            _free = [.. problem.Capacities];
            _isDone = new bool[problem.Hosts.Count];
            for (int g = 0; g < _where.Length; g++)
            {
                _on[_where[g]].Add(g);
                _free[_where[g]] -= problem.Guests[g].Memory;
            }
        }

        public IEnumerable<DrainStep> Steps(SortedSet<int> waiting)
        {
            while (waiting.Count > 0)
            {
                (int Host, DrainPlacement Placement, List<int> Left, long Targets)? best = null;
                foreach (int host in waiting)
                {
                    DrainPlacement placement = new(_problem.Guests, _free, Targets);
                    List<int> left = placement.Place(_on[host]);
                    long targets = left.Count > 0 ? 0 : _on[host].Sum(g => (long)Targets(g).Count);
                    if (best is not { } other || left.Count < other.Left.Count
                        || (left.Count == other.Left.Count && targets > other.Targets))
                    {
                        best = (host, placement, left, targets);
                    }
                }

                (int chosen, DrainPlacement moves, List<int> cycled, _) = best!.Value;
                DrainMove[] steps = [.. moves.Moves];
                foreach (DrainMove move in steps)
                {
                    Move(move);
                }

                yield return new DrainStep(chosen, [.. cycled], [.. steps]);
                _isDone[chosen] = true;
                waiting.Remove(chosen);
                if (_problem.CanTake is not null)
                {
                    _targets.Clear();
                }
            }
        }

        // A guest that is power-cycled stays where it is, and keeps its room.
        private void Move(DrainMove move)
        {
            int from = _where[move.Guest];
            long memory = _problem.Guests[move.Guest].Memory;
            _free[from] += memory;
            _free[move.To] -= memory;
            _on[from].Remove(move.Guest);
            _on[move.To].Add(move.Guest);
            _where[move.Guest] = move.To;
            _targets.Remove(move.Guest);
        }

        private IReadOnlyList<int> Targets(int guest)
        {
            if (_targets.TryGetValue(guest, out IReadOnlyList<int>? known))
            {
                return known;
            }

            int here = _where[guest];
            IEnumerable<int> all = _problem.CanTake is { } can
                ? Enumerable.Range(0, _problem.Hosts.Count).Where(h => can(guest, h, _isDone[h]))
                : _problem.Guests[guest].Targets.Append(_problem.Guests[guest].Host).Distinct().Order();
            return _targets[guest] = [.. all.Where(h => h != here)];
        }
    }
}
