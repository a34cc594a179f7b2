using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>A guest of an inventory. Immutable once the inventory is built.</summary>
public sealed class FleetGuest
{
    internal FleetGuest(string name, GuestClass kind, GuestDetails details)
    {
        Name = name;
        Class = kind;
        Details = details;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its class.</summary>
    public GuestClass Class { get; internal set; }

    /// <summary>What else is known of it.</summary>
    public GuestDetails Details { get; }

    /// <summary>The host that it runs on, or is meant for; <see langword="null"/> if there is none.</summary>
    public string? Host => Details.Host;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => Details.IsRunning;
}

/// <summary>What is known of a guest besides the CPU that is judged. Immutable.</summary>
public sealed record GuestDetails
{
    /// <summary>The host that it is on; <see langword="null"/> if there is none.</summary>
    public string? Host { get; init; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Its memory in MiB; <see langword="null"/> if it is not told.</summary>
    public long? MemoryMiB { get; init; }

    /// <summary>The CPU that it asks for; <see langword="null"/> if only the live one is known.</summary>
    public CpuStatement? Request { get; init; }

    /// <summary>The CPU that it got; <see langword="null"/> if it does not run, or nothing says it.</summary>
    public CpuStatement? Live { get; init; }

    /// <summary>What its host had when it started; <see langword="null"/> if it has that still.</summary>
    public CpuStatement? StartedOn { get; init; }

    /// <summary>What was read of it: the CPU that it asks for, and the one that it got.</summary>
    public IEnumerable<CpuStatement> Statements => new[] { Request, Live }.OfType<CpuStatement>();

    /// <summary>The file that was read.</summary>
    public string Source { get; init; } = string.Empty;
}
