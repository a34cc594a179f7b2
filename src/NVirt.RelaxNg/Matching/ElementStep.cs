using System.Buffers;

namespace NVirt.RelaxNg.Matching;

/// <summary>What the start tag of an element leads to.</summary>
/// <param name="content">The state inside of the element; dead if it is not allowed here.</param>
/// <param name="outcomes">The states behind the element, by those ways of understanding its content that came to an end.</param>
internal sealed class ElementStep(State content, Outcomes outcomes)
{
    public State Content { get; } = content;

    public bool IsAllowed => !Content.IsDead;

    /// <summary>The state behind the element.</summary>
    /// <param name="end">The state at the end tag.</param>
    /// <param name="blank">The state there if the text inside is none; it counts as well. <see langword="null"/> if it is some.</param>
    /// <param name="budget">What finding out may cost.</param>
    public State After(State end, State? blank, Budget budget)
    {
        int count = end.Parts.Length;
        char[]? rented = count > 64 ? ArrayPool<char>.Shared.Rent(count) : null;
        Span<char> right = rented ?? stackalloc char[64];
        int found = 0;
        for (int i = 0; i < count; i++)
        {
            if (end.Parts[i].IsNullable || blank?.Parts[i].IsNullable == true)
            {
                right[found++] = (char)i;
            }
        }

        State after = outcomes.Of(right[..found], budget);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return after;
    }

    /// <summary>The state behind the element when its content was wrong: as if it had been right.</summary>
    public State AfterError(Budget budget) => outcomes.Of(string.Create(Content.Parts.Length, 0, static (all, _) =>
    {
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (char)i;
        }
    }), budget);
}
