using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>Guests that no question can tell apart (fleet-rules.md 1). Immutable once the inventory is built.</summary>
public sealed class GuestClass
{
    internal GuestClass(CpuStatement judged, StatementDemand demand, HostClass? from)
    {
        Judged = judged;
        Demand = demand;
        From = from;
    }

    /// <summary>A guest that is in no inventory, and runs nowhere.</summary>
    /// <param name="judged">The CPU that it asks for, or got.</param>
    public static GuestClass Of(CpuStatement judged) => new(judged, StatementDemand.Of(judged), from: null);

    /// <summary>Its place among the inventory's classes, which are in the order of their first guests' names.</summary>
    public int Index { get; internal set; }

    /// <summary>The CPU that is judged: what a running guest got, or what another asks for.</summary>
    public CpuStatement Judged { get; }

    /// <summary>What it asks of a host.</summary>
    public StatementDemand Demand { get; }

    /// <summary>Where it runs now; <see langword="null"/> if it does not, or if that is not known.</summary>
    public HostClass? From { get; }

    /// <summary>Where it is, whether it runs or not: no target of its own; <see langword="null"/> if that is not known.</summary>
    public HostClass? Home { get; internal init; }

    /// <summary>The host whose features it got, if nothing else says what it got; otherwise <see langword="null"/>.</summary>
    internal CpuStatement? Source { get; init; }

    /// <summary>Whether it got everything of its host, and nothing says what that is.</summary>
    public bool IsGuessed { get; init; }

    /// <summary>The first guest's name, in byte order.</summary>
    public string Name { get; internal set; } = string.Empty;

    /// <summary>The number of guests.</summary>
    public int Count { get; internal set; }
}
