using NVirt.Cpu;

namespace NVirt.Fleet.Inventories;

/// <summary>How an inventory is read. Immutable.</summary>
public sealed record InventoryOptions
{
    /// <summary>The map of features; <see langword="null"/> for the built-in one.</summary>
    public CpuMap? Map { get; init; }

    /// <summary>Hosts that are left out, by name.</summary>
    public IReadOnlyCollection<string> ExcludedHosts { get; init; } = [];

    /// <summary>How old what is known of a host may be before it counts as stale; <see langword="null"/> for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The present, against which ages are measured.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The most threads that read, at least 1; <see langword="null"/> for what the machine has. No answer depends on it.</summary>
    public int? Threads { get; init; }

    internal CpuMap TheMap => Map ?? CpuMap.Default;
}
