namespace NVirt.Domains.Driver.Statistics;

/// <summary>What can be counted for a domain.</summary>
[Flags]
public enum DomainStatisticsParts
{
    /// <summary>Nothing but the domain.</summary>
    None = 0,

    /// <summary>How long processors worked for it.</summary>
    Processor = 1,

    /// <summary>Its memory.</summary>
    Memory = 2,

    /// <summary>Its virtual CPUs.</summary>
    Vcpus = 4,

    /// <summary>Its disks.</summary>
    Disks = 8,

    /// <summary>Its network interfaces.</summary>
    Interfaces = 16,

    /// <summary>All of them.</summary>
    All = Processor | Memory | Vcpus | Disks | Interfaces,
}
