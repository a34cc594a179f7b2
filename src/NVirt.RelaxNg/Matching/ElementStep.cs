using System.Buffers;

namespace NVirt.RelaxNg.Matching;

/// <summary>The transitions for the start tag of an element.</summary>
/// <param name="content">The state inside the element; dead if the element is not allowed here.</param>
/// <param name="outcomes">The states after the element, by the ways of reading its content that were completed.</param>
internal sealed class ElementStep(State content, Outcomes outcomes)
{
    public State Content { get; } = content;

    public bool IsAllowed => !Content.IsDead;

    /// <summary>The state after the element.</summary>
    /// <param name="end">The state at the end tag.</param>
    /// <param name="blank">The state there if blank text is ignored, which counts too; <see langword="null"/> for other text.</param>
    /// <param name="budget">The budget for finding the state.</param>
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

    /// <summary>The state after an element with wrong content: as if it had been right.</summary>
    public State AfterError(Budget budget) => outcomes.Of(string.Create(Content.Parts.Length, 0, static (all, _) =>
    {
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (char)i;
        }
    }), budget);
}
