namespace NVirt.Cli.Output.Fleets;

/// <summary>A part of an answer: rows of text, numbers, words, lists of words, or nothing.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Heading">Its heading for people; empty for the first.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">A value for each column.</param>
internal sealed record FleetTable(
    string Key, string Heading, IReadOnlyList<FleetColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Whether people get it even without rows.</summary>
    public static FleetTable Of(
        string key, string heading, IReadOnlyList<FleetColumn> columns, params IEnumerable<IReadOnlyList<object?>> rows) =>
        new(key, heading, columns, [.. rows]);
}

/// <summary>A word that programs read as it is and people in their language.</summary>
/// <param name="Key">For programs.</param>
/// <param name="Title">For people.</param>
internal sealed record FleetWord(string Key, string Title);
