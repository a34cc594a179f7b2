namespace NVirt.Fleet.Server.Pages;

/// <summary>A field of a form. Immutable.</summary>
/// <param name="Name">Its name in the query.</param>
/// <param name="Label">What is asked for.</param>
/// <param name="Value">What was given; <see langword="null"/> for nothing.</param>
internal sealed record PageField(string Name, string Label, string? Value)
{
    /// <summary>Whether it is a box to tick, whose value is <c>true</c>.</summary>
    public bool IsBox { get; init; }

    /// <summary>What can be chosen: words for the query with those for people; empty for any text.</summary>
    public IReadOnlyList<(string Value, string Title)> Choices { get; init; } = [];

    /// <summary>A box.</summary>
    public static PageField Box(string name, string label, bool isTicked) => new(name, label, isTicked ? "true" : null) { IsBox = true };
}
