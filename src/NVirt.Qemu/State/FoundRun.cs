namespace NVirt.Qemu.State;

/// <summary>What is found of a guest that runs, or did.</summary>
/// <param name="Uuid">The guest.</param>
/// <param name="Life">Whether it runs.</param>
/// <param name="Record">What is known of it; <see langword="null"/> if that is missing or cannot be read.</param>
/// <param name="Process">Its process; <see langword="null"/> if nothing says which that is.</param>
/// <param name="Problem">Why the record cannot be read, in a sentence; <see langword="null"/> if it can, or there is none.</param>
/// <param name="IsNewer">Whether that is because a later nvirt wrote it.</param>
internal sealed record FoundRun(Guid Uuid, RunLife Life, RunRecord? Record, ProcessIdentity? Process, string? Problem, bool IsNewer = false);
