using NVirt.Cpu.Map;

namespace NVirt.Fleet.Pools;

/// <summary>Moves one class to another pool, or swaps two, while the whole is worth more: the first that helps, in the order of the
/// classes.</summary>
internal static class PoolImprovement
{
    private const int MostRounds = 50;

    public static void Run(PoolState state)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            bool hasChanged = false;
            for (int i = 0; i < state.Count; i++)
            {
                hasChanged |= TryMove(state, i) || TrySwap(state, i);
            }

            if (!hasChanged)
            {
                return;
            }
        }
    }

    private static bool TryMove(PoolState state, int member)
    {
        PoolProblem problem = state.Problem;
        PoolState.Pool from = state.Pools[state[member]];
        if (from.Members.Length == 1 || problem.Pins[member] != PoolProblem.Free
            || from.Hosts - problem.Hosts[member] < problem.MinSize)
        {
            return false;
        }

        long weight = problem.Weights[member];
        long without = (from.Weight - weight) * state.ValueWithout(member);
        for (int i = 0; i < state.Pools.Count; i++)
        {
            PoolState.Pool to = state.Pools[i];
            if (to != from && without + ((to.Weight + weight) * to.Value) > from.Worth + to.Worth
                && without + ((to.Weight + weight) * problem.ValueOf(to.Base & problem.Sets[member])) > from.Worth + to.Worth)
            {
                state.Move((member, i));
                return true;
            }
        }

        return false;
    }

    private static bool TrySwap(PoolState state, int member)
    {
        PoolProblem problem = state.Problem;
        if (problem.Pins[member] != PoolProblem.Free)
        {
            return false;
        }

        PoolState.Pool a = state.Pools[state[member]];
        long mine = problem.Weights[member];
        for (int other = member + 1; other < state.Count; other++)
        {
            PoolState.Pool b = state.Pools[state[other]];
            if (a == b || problem.Pins[other] != PoolProblem.Free)
            {
                continue;
            }

            long weightA = a.Weight - mine + problem.Weights[other];
            long weightB = b.Weight - problem.Weights[other] + mine;
            long now = a.Worth + b.Worth;
            if (IsSmall(a, member, other) || IsSmall(b, other, member) || Most(a, member, weightA) + Most(b, other, weightB) <= now)
            {
                continue;
            }

            FeatureSet baseA = state.Without(member) & problem.Sets[other];
            FeatureSet baseB = state.Without(other) & problem.Sets[member];
            if ((weightA * problem.ValueOf(baseA)) + (weightB * problem.ValueOf(baseB)) > now)
            {
                state.Move((member, state[other]), (other, state[member]));
                return true;
            }
        }

        return false;

        bool IsSmall(PoolState.Pool pool, int leaves, int comes) =>
            pool.Hosts - problem.Hosts[leaves] + problem.Hosts[comes] < problem.MinSize;

        // A new member can only lower what is left; a pool of one alone is worth what comes.
        long Most(PoolState.Pool pool, int leaves, long weight) =>
            pool.Members.Length == 1 ? long.MaxValue / 4 : weight * state.ValueWithout(leaves);
    }
}
