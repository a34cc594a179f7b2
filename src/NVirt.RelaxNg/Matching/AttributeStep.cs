using System.Buffers;
using NVirt.RelaxNg.DataTypes;

namespace NVirt.RelaxNg.Matching;

/// <summary>The transitions for an attribute of a certain name.</summary>
/// <param name="values">The states before its value, one for each kind of value allowed here; none if the attribute is not allowed.</param>
/// <param name="outcomes">The states after the attribute, by the kinds that its value matches.</param>
internal sealed class AttributeStep(State[] values, Outcomes outcomes)
{
    public IReadOnlyList<State> Values => values;

    /// <summary>The state after the attribute; dead if the value is not allowed.</summary>
    public State After(string value, Automaton automaton, ITextContext context)
    {
        char[]? rented = values.Length > 64 ? ArrayPool<char>.Shared.Rent(values.Length) : null;
        Span<char> right = rented ?? stackalloc char[64];
        int found = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (automaton.Fits(values[i], value, context))
            {
                right[found++] = (char)i;
            }
        }

        State after = outcomes.Of(right[..found], context.Budget);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return after;
    }

    /// <summary>The state after an attribute with a wrong value: as if it had been right.</summary>
    public State AfterError(Budget budget) => outcomes.Of(string.Concat(values.Select((_, i) => (char)i)), budget);
}
