namespace NVirt.Fleet.Answers;

/// <summary>
/// A part of an answer. A value is a text, a number, a <see cref="bool"/>, a <see cref="FleetWord"/>, a <see cref="DateTimeOffset"/>, a
/// list of texts, or nothing. Immutable.
/// </summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Heading">Its heading for people; empty where the answer's title says it all.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">A value for each column.</param>
public sealed record FleetTable(
    string Key, string Heading, IReadOnlyList<FleetColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Makes a table of rows that are still to be computed.</summary>
    internal static FleetTable Of(
        string key, string heading, IReadOnlyList<FleetColumn> columns, params IEnumerable<IReadOnlyList<object?>> rows) =>
        new(key, heading, columns, [.. rows]);
}
