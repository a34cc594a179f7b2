namespace NVirt.Qemu.State;

/// <summary>A guest that runs, or did.</summary>
/// <param name="Uuid">The guest's UUID.</param>
/// <param name="Life">Whether it runs.</param>
/// <param name="Record">Its record; <see langword="null"/> if that is missing or cannot be read.</param>
/// <param name="Process">Its process; <see langword="null"/> if it is not known.</param>
/// <param name="Problem">Why the record cannot be read, as a sentence; <see langword="null"/> if it can, or there is none.</param>
/// <param name="IsNewer">Whether the reason is that a later nvirt wrote it.</param>
internal sealed record FoundRun(
    Guid Uuid, RunLife Life, RunRecord? Record, ProcessIdentity? Process, string? Problem, bool IsNewer = false);
