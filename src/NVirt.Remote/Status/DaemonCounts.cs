namespace NVirt.Remote.Status;

/// <summary>How many clients a daemon has.</summary>
/// <param name="Connected">All of them.</param>
/// <param name="ReadOnly">Those of them that may change nothing.</param>
/// <param name="Unauthenticated">Those beside them that have not yet proved who they are.</param>
/// <param name="Limit">How many there may be.</param>
/// <param name="Refused">How many were sent away since the daemon began.</param>
public sealed record ClientCounts(int Connected, int ReadOnly, int Unauthenticated, int Limit, long Refused);

/// <summary>How many calls a daemon was asked for.</summary>
/// <param name="Active">Those that are being served.</param>
/// <param name="Served">Those that were answered since the daemon began, with a result or an error.</param>
/// <param name="Failed">Those of them that were answered with an error.</param>
public sealed record CallCounts(int Active, long Served, long Failed);

/// <summary>The threads of a daemon.</summary>
/// <param name="Threads">How many there are for calls.</param>
/// <param name="Waiting">How many pieces of work wait for one of them.</param>
public sealed record WorkerCounts(int Threads, long Waiting);

/// <summary>The memory of a daemon, in bytes.</summary>
/// <param name="Resident">What is in the machine's memory.</param>
/// <param name="Heap">What its own objects take.</param>
public sealed record MemoryUse(long Resident, long Heap);
