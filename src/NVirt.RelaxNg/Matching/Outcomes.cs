using System.Collections.Concurrent;

namespace NVirt.RelaxNg.Matching;

/// <summary>The states that follow a check of several things, by those that were right. Each is made when it is first needed.</summary>
/// <param name="follow">Makes the state; it gets the indexes of what was right, as characters.</param>
internal sealed class Outcomes(Func<string, State> follow)
{
    private readonly ConcurrentDictionary<string, State> _states = new(concurrencyLevel: 1, capacity: 3, StringComparer.Ordinal);

    /// <summary>The state that follows.</summary>
    /// <param name="right">The indexes of what was right, ascending, as characters.</param>
    public State Of(ReadOnlySpan<char> right)
    {
        if (_states.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(right, out State? state))
        {
            return state;
        }

        string key = right.ToString();
        return _states[key] = follow(key);
    }
}
