using System.Buffers;
using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Matching;

/// <summary>The transitions for a text.</summary>
internal sealed class TextStep
{
    private readonly Pattern[] _leaves;
    private readonly State?[] _inner;
    private readonly ValueTable[] _values;
    private readonly Outcomes _outcomes;

    // How often a text is examined.
    private readonly int _compared;

    /// <summary>Prepares for texts.</summary>
    /// <param name="leaves">The data, values and lists that a text may match here.</param>
    /// <param name="inner">For each of them, the state for the words of a list, or for what data must not match.</param>
    /// <param name="outcomes">The states after the text, by what it matches.</param>
    public TextStep(Pattern[] leaves, State?[] inner, Outcomes outcomes)
    {
        _leaves = leaves;
        _inner = inner;
        _outcomes = outcomes;
        _values = [.. leaves.Select((leaf, index) => (Value: leaf as Value, index)).Where(l => l.Value is not null)
            .GroupBy(l => l.Value!.Type,
            (type, all) => new ValueTable(type, all.ToDictionary(l => l.Value!.Key, l => (char)l.index, StringComparer.Ordinal)))];
        _compared = _values.Length + leaves.Count(l => l is not Value) + (leaves.Length / 16);
    }

    /// <summary>Whether the following state depends on the text.</summary>
    public bool TellsTexts => _leaves.Length > 0;

    /// <summary>The state after the text; dead if it is not allowed.</summary>
    public State After(string text, Automaton automaton, ITextContext context)
    {
        if (_leaves.Length == 0)
        {
            return _outcomes.Of([], context.Budget);
        }

        context.Budget.Spend((long)_compared * (1 + (text.Length / 8)));

        // A text matches at most one value of each type, so there are few matches even where hundreds are allowed.
        char[]? rented = _leaves.Length > 64 ? ArrayPool<char>.Shared.Rent(_leaves.Length) : null;
        Span<char> right = rented ?? stackalloc char[64];
        int found = 0;
        foreach (ValueTable table in _values)
        {
            if (table.Type.Key(text, context) is { } key && table.Indexes.TryGetValue(key, out char index))
            {
                right[found++] = index;
            }
        }

        for (int i = 0; i < _leaves.Length; i++)
        {
            if (_leaves[i] switch
            {
                Data data => data.Type.Allows(text, context) && !(_inner[i] is { } except && automaton.Fits(except, text, context)),
                List => automaton.FitsWords(_inner[i]!, text, context),
                _ => false,
            })
            {
                right[found++] = (char)i;
            }
        }

        right[..found].Sort();
        State after = _outcomes.Of(right[..found], context.Budget);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return after;
    }

    private readonly record struct ValueTable(DataType Type, Dictionary<string, char> Indexes);
}
