namespace NVirt.Fleet.Drifts;

/// <summary>How much a change matters, from the least to the worst. The names are part of the JSON output.</summary>
public enum DriftGrade
{
    /// <summary>Nothing changed that matters.</summary>
    Harmless,
    /// <summary>It was there, and nobody relies on it.</summary>
    Risky,
    /// <summary>Nobody knows any more.</summary>
    Undecided,
    /// <summary>It was promised, or a guest has it.</summary>
    Fatal,
}
