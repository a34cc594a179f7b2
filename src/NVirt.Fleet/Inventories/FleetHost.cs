namespace NVirt.Fleet.Inventories;

/// <summary>A host of an inventory. Immutable once the inventory is built.</summary>
public sealed class FleetHost
{
    internal FleetHost(string name, HostClass kind, HostDetails? details)
    {
        Name = name;
        Class = kind;
        Details = details ?? HostDetails.None;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its class.</summary>
    public HostClass Class { get; internal set; }

    /// <summary>What else is known of it.</summary>
    public HostDetails Details { get; }

    /// <summary>How much it counts, 1 by default.</summary>
    public long Weight => Details.Weight;
}
