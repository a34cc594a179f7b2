namespace NVirt.Fleet.Answers;

/// <summary>A matrix as colours. Immutable.</summary>
/// <param name="Columns">The titles of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="IsCut">Whether there is more than a page holds.</param>
public sealed record HeatMap(IReadOnlyList<string> Columns, IReadOnlyList<HeatRow> Rows, bool IsCut)
{
    /// <summary>The most rows, and the most columns.</summary>
    public const int Most = 200;
}
