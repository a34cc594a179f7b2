namespace NVirt.Domains.Storage;

/// <summary>The space that a pool has, in bytes. All three are zero while it is not active.</summary>
/// <param name="Capacity">All of it.</param>
/// <param name="Allocation">What is used, also by what is no volume of the pool.</param>
/// <param name="Available">What is free.</param>
public sealed record StorageSpace(ulong Capacity, ulong Allocation, ulong Available);
