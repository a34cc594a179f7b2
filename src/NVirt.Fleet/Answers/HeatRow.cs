namespace NVirt.Fleet.Answers;

/// <summary>A row of a <see cref="HeatMap"/>. Immutable.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Cells">A cell for each column.</param>
public sealed record HeatRow(string Title, IReadOnlyList<HeatCell> Cells);
