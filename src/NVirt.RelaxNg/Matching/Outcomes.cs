using System.Collections.Concurrent;

namespace NVirt.RelaxNg.Matching;

/// <summary>The states that follow a check of several things, by those that matched. Each is created when it is first needed.</summary>
/// <param name="follow">Creates the state; it gets the indexes of the matches, as characters.</param>
internal sealed class Outcomes(Func<string, Budget, State> follow)
{
    // Usually there is only one.
    private volatile Outcome? _first;
    private volatile ConcurrentDictionary<string, State>? _others;

    /// <summary>The state that follows.</summary>
    /// <param name="right">The indexes of the matches, ascending, as characters.</param>
    /// <param name="budget">The budget for creating the state.</param>
    public State Of(ReadOnlySpan<char> right, Budget budget)
    {
        if (_first is { } first && right.SequenceEqual(first.Right))
        {
            return first.State;
        }

        return _others?.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(right, out State? known) == true ? known
            : New(right.ToString(), budget);
    }

    private State New(string right, Budget budget)
    {
        State state = follow(right, budget);
        if (Interlocked.CompareExchange(ref _first, new Outcome(right, state), comparand: null) is not null)
        {
            Interlocked.CompareExchange(ref _others,
                new ConcurrentDictionary<string, State>(concurrencyLevel: 1, capacity: 3, StringComparer.Ordinal), comparand: null);
            _others![right] = state;
        }

        return state;
    }

    private sealed record Outcome(string Right, State State);
}
