namespace NVirt.Fleet.Answers;

/// <summary>A column of an answer: its name for programs, and its title for people. Immutable.</summary>
/// <param name="Key">The name in JSON and CSV; never changes.</param>
/// <param name="Title">The title, in the user's language.</param>
public sealed record FleetColumn(string Key, string Title);
