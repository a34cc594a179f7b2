namespace NVirt.Domains.Driver.Events;

/// <summary>What happened to a domain.</summary>
public enum DomainEventKind
{
    /// <summary>It was defined, or its definition replaced.</summary>
    Defined,

    /// <summary>Its definition was removed.</summary>
    Undefined,

    /// <summary>It was started, arrived by migration, or woke up; the next event (suspended or resumed) shows if it is paused.</summary>
    Started,

    /// <summary>Its CPUs were stopped.</summary>
    Suspended,

    /// <summary>Its CPUs run again.</summary>
    Resumed,

    /// <summary>It is being shut down.</summary>
    Shutdown,

    /// <summary>It no longer runs.</summary>
    Stopped,

    /// <summary>The guest went to sleep (S3).</summary>
    Slept,

    /// <summary>It was reset.</summary>
    Rebooted,

    /// <summary>The guest crashed.</summary>
    Crashed,

    /// <summary>It is being migrated, and a step was reached, which the text names.</summary>
    Migrating,

    /// <summary>Some events were lost, because the journal cannot be read; the text says why.</summary>
    Missed,
}
