namespace NVirt.Cli.Output.Fleets;

/// <summary>A matrix as colours.</summary>
/// <param name="Columns">The titles of the columns.</param>
/// <param name="Rows">The title of each row, and a cell for each column.</param>
/// <param name="IsCut">Whether there is more than a page holds.</param>
internal sealed record HeatMap(
    IReadOnlyList<string> Columns, IReadOnlyList<(string Title, IReadOnlyList<HeatCell> Cells)> Rows, bool IsCut)
{
    /// <summary>The most rows, and the most columns.</summary>
    public const int Most = 200;
}

/// <summary>A cell.</summary>
/// <param name="Kind">The name of its colour.</param>
/// <param name="Mark">A letter, for those who do not see the colour.</param>
/// <param name="Title">What it says.</param>
internal readonly record struct HeatCell(string Kind, string Mark, string Title);
