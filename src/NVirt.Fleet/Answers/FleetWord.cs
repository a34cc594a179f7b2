namespace NVirt.Fleet.Answers;

/// <summary>A word that programs read as it is and people in their language. Immutable.</summary>
/// <param name="Key">For programs; never changes.</param>
/// <param name="Title">For people.</param>
public sealed record FleetWord(string Key, string Title);
