namespace NVirt.Domains;

/// <summary>What happened to a domain.</summary>
public enum DomainEventKind
{
    /// <summary>It was defined, or its definition replaced.</summary>
    Defined,

    /// <summary>Its definition was forgotten.</summary>
    Undefined,

    /// <summary>It was started, or arrived.</summary>
    Started,

    /// <summary>Its CPUs were stopped.</summary>
    Suspended,

    /// <summary>Its CPUs run again.</summary>
    Resumed,

    /// <summary>It is being shut down.</summary>
    Shutdown,

    /// <summary>It does not run any more.</summary>
    Stopped,

    /// <summary>It was reset.</summary>
    Rebooted,

    /// <summary>The guest crashed.</summary>
    Crashed,

    /// <summary>It is moving, or a migration went on by a step.</summary>
    Migrating,

    /// <summary>Something happened of which nothing can be told, since what is written of it cannot be read; the detail says why, in a sentence.</summary>
    Missed,
}
