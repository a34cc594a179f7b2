using NVirt.Domains.Capabilities.Domains;

namespace NVirt.Domains.Driver;

/// <summary>Groups of operations of a driver.</summary>
[Flags]
public enum DomainOperations
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The host's capabilities.</summary>
    Capabilities = 1,

    /// <summary>Capabilities of domains.</summary>
    DomainCapabilities = 2,

    /// <summary>Comparison and baseline of CPUs.</summary>
    Cpu = 4,

    /// <summary>Defining, listing and undefining domains.</summary>
    Definitions = 8,

    /// <summary>Starting, pausing and ending domains.</summary>
    Lifecycle = 16,

    /// <summary>Watching events.</summary>
    Events = 32,

    /// <summary>Migration, in both directions.</summary>
    Migration = 64,

    /// <summary>All of them.</summary>
    All = Capabilities | DomainCapabilities | Cpu | Definitions | Lifecycle | Events | Migration,
}
