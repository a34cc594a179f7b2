using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Matching;

/// <summary>What a text leads to.</summary>
internal sealed class TextStep
{
    private readonly Pattern[] _leaves;
    private readonly State?[] _inner;
    private readonly ValueTable[] _values;
    private readonly Outcomes _outcomes;

    /// <summary>Prepares for texts.</summary>
    /// <param name="leaves">The data, values and lists that a text may fit here.</param>
    /// <param name="inner">For each of them, the state of the words of a list, or of what data must not be.</param>
    /// <param name="outcomes">The states behind the text, by those that it fits.</param>
    public TextStep(Pattern[] leaves, State?[] inner, Outcomes outcomes)
    {
        _leaves = leaves;
        _inner = inner;
        _outcomes = outcomes;
        _values = [.. leaves.Select((leaf, index) => (Value: leaf as Value, index)).Where(l => l.Value is not null)
            .GroupBy(l => l.Value!.Type, (type, all) => new ValueTable(type, all.ToDictionary(l => l.Value!.Key, l => (char)l.index, StringComparer.Ordinal)))];
    }

    /// <summary>Whether it depends on the text what follows.</summary>
    public bool TellsTexts => _leaves.Length > 0;

    /// <summary>The state behind the text; dead if it is not allowed.</summary>
    public State After(string text, Automaton automaton, INamespaces namespaces)
    {
        if (_leaves.Length == 0)
        {
            return _outcomes.Of([]);
        }

        // A text fits at most one value of each type, so that there are few even where hundreds are allowed.
        List<char>? right = null;
        foreach (ValueTable table in _values)
        {
            if (table.Type.Key(text, namespaces) is { } key && table.Indexes.TryGetValue(key, out char index))
            {
                (right ??= []).Add(index);
            }
        }

        for (int i = 0; i < _leaves.Length; i++)
        {
            if (_leaves[i] switch
            {
                Data data => data.Type.Allows(text, namespaces) && !(_inner[i] is { } except && automaton.Fits(except, text, namespaces)),
                List => automaton.FitsWords(_inner[i]!, text, namespaces),
                _ => false,
            })
            {
                (right ??= []).Add((char)i);
            }
        }

        right?.Sort();
        return _outcomes.Of(right is null ? [] : System.Runtime.InteropServices.CollectionsMarshal.AsSpan(right));
    }

    private readonly record struct ValueTable(DataType Type, Dictionary<string, char> Indexes);
}
