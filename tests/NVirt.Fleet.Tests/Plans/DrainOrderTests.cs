using NVirt.Fleet.Plans;

namespace NVirt.Fleet.Tests.Plans;

public sealed class DrainOrderTests
{
    [Fact]
    public void As_many_guests_as_can_be_are_placed_and_the_order_is_by_the_rules() => SmallFleets.Of(random =>
    {
        DrainProblem problem = Problem(random, isUnit: true);
        return Follows(problem, DrainOrder.Of(problem));
    }).Holds();

    [Fact]
    public void No_host_takes_more_than_it_holds_and_none_what_it_cannot() => SmallFleets.Of(random =>
    {
        DrainProblem problem = Problem(random, isUnit: false);
        int[] where = [.. problem.Guests.Select(g => g.Host)];
        foreach (DrainStep step in DrainOrder.Of(problem))
        {
            foreach (DrainMove move in step.Moves)
            {
                if (where[move.Guest] != step.Host || !Allowed(problem, move.Guest).Contains(move.To))
                {
                    return false;
                }

                where[move.Guest] = move.To;
            }

            bool isOver = Enumerable.Range(0, problem.Hosts.Count).Any(h => h != step.Host && problem.Capacities[h] is { } most
                && step.Moves.Any(m => m.To == h) && where.Index().Where(w => w.Item == h).Sum(w => problem.Guests[w.Index].Memory) > most);
            if (isOver || step.PowerCycles.Any(g => where[g] != step.Host))
            {
                return false;
            }
        }

        return true;
    }).Holds();

    [Fact]
    public void A_guest_that_is_in_the_way_makes_room()
    {
        // Both could go to b; only one of them can go to c.
        DrainProblem problem = new(
            ["a", "b", "c"], [2, 1, 1],
            [new DrainGuest("g1", 0, [1, 2], 1), new DrainGuest("g2", 0, [1, 2], 1)]);
        DrainStep first = DrainOrder.Of(problem).First(s => s.Host == 0);

        Assert.Empty(first.PowerCycles);
        Assert.Equal(2, first.Moves.Length);
    }

    [Fact]
    public void What_can_go_nowhere_is_power_cycled_and_its_host_comes_last()
    {
        DrainProblem problem = new(
            ["a", "b"], [null, null], [new DrainGuest("stuck", 0, [], 1), new DrainGuest("free", 1, [0], 1)]);
        DrainStep[] steps = [.. DrainOrder.Of(problem)];

        Assert.Equal([1, 0], steps.Select(s => s.Host));
        Assert.Equal([0], steps[1].PowerCycles);
    }

    [Fact]
    public void What_a_host_takes_once_it_is_done_counts()
    {
        DrainProblem problem = new(["a", "b"], [null, null], [new DrainGuest("g", 0, [], 1)])
        {
            CanTake = (_, host, isDone) => host == 0 || isDone,
        };
        DrainStep[] steps = [.. DrainOrder.Of(problem)];

        Assert.Equal([1, 0], steps.Select(s => s.Host));
        Assert.Empty(steps[1].PowerCycles);
    }

    private static DrainProblem Problem(Random random, bool isUnit)
    {
        int hosts = random.Next(1, 5);
        string[] names = [.. Enumerable.Range(0, hosts).Select(h => $"h{h}")];
        DrainGuest[] guests =
        [
            .. Enumerable.Range(0, random.Next(0, 7)).Select(g => new DrainGuest(
                $"g{g}", random.Next(hosts), [.. Enumerable.Range(0, hosts).Where(_ => random.Next(2) == 0)],
                isUnit ? 1 : random.Next(1, 4))),
        ];
        return new DrainProblem(
            names, [.. names.Select(_ => random.Next(3) == 0 ? (long?)null : random.Next(1, isUnit ? 4 : 9))],
            [.. guests.Select(g => g with { Targets = [.. g.Targets.Where(t => t != g.Host)] })]);
    }

    private static IEnumerable<int> Allowed(DrainProblem problem, int guest) =>
        problem.Guests[guest].Targets.Append(problem.Guests[guest].Host).Distinct();

    // The same rules again, with all ways to place tried.
    private static bool Follows(DrainProblem problem, IEnumerable<DrainStep> steps)
    {
        int[] where = [.. problem.Guests.Select(g => g.Host)];
        SortedSet<int> waiting = [.. Enumerable.Range(0, problem.Hosts.Count)];
        foreach (DrainStep step in steps)
        {
            (int Left, long Targets, int Host)[] ranks = [.. waiting.Select(h => Rank(problem, where, h))];
            (int least, _, _) = ranks.Min();
            if (ranks.Min().Host != step.Host || step.PowerCycles.Length != least)
            {
                return false;
            }

            foreach (DrainMove move in step.Moves)
            {
                where[move.Guest] = move.To;
            }

            waiting.Remove(step.Host);
        }

        return waiting.Count == 0;
    }

    private static (int Left, long Targets, int Host) Rank(DrainProblem problem, int[] where, int host)
    {
        int[] guests = [.. where.Index().Where(w => w.Item == host).Select(w => w.Index)];
        long?[] free =
        [
            .. problem.Capacities.Select((c, h) => c - where.Index().Where(w => w.Item == h).Sum(w => problem.Guests[w.Index].Memory)),
        ];
        int left = guests.Length - Most(problem, guests, 0, host, free);
        return (left, left > 0 ? 0 : -guests.Sum(g => (long)Allowed(problem, g).Count(t => t != host)), host);
    }

    private static int Most(DrainProblem problem, int[] guests, int place, int host, long?[] free)
    {
        if (place == guests.Length)
        {
            return 0;
        }

        int best = Most(problem, guests, place + 1, host, free);
        foreach (int target in Allowed(problem, guests[place]).Where(t => t != host && !(free[t] < 1)))
        {
            free[target]--;
            best = Math.Max(best, 1 + Most(problem, guests, place + 1, host, free));
            free[target]++;
        }

        return best;
    }
}
