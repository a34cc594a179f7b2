namespace NVirt.Domains;

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

    /// <summary>Domains are defined, listed and forgotten.</summary>
    Definitions = 8,

    /// <summary>Domains are started, paused and ended.</summary>
    Lifecycle = 16,

    /// <summary>What happens can be watched.</summary>
    Events = 32,

    /// <summary>Domains move, from here and to here.</summary>
    Migration = 64,

    /// <summary>All of them.</summary>
    All = Capabilities | DomainCapabilities | Cpu | Definitions | Lifecycle | Events | Migration,
}
