namespace NVirt.Domains.Driver.Events;

/// <summary>How or why something happened to a domain; each value says which kinds of events can have it.</summary>
public enum DomainEventDetail
{
    /// <summary>No details.</summary>
    None,

    /// <summary>Defined: a new definition.</summary>
    Added,

    /// <summary>Defined: an existing definition was replaced.</summary>
    Updated,

    /// <summary>Undefined: by a user.</summary>
    Removed,

    /// <summary>Started: from its document.</summary>
    Booted,

    /// <summary>
    /// Started, resumed: it was migrated here, or could not be migrated away. Suspended, stopped: it is being, or has been, migrated away.
    /// </summary>
    Migrated,

    /// <summary>Started: the guest woke up.</summary>
    WokenUp,

    /// <summary>Suspended: by a user, or because it was started paused.</summary>
    Paused,

    /// <summary>Suspended: a disk could not be read or written.</summary>
    IoError,

    /// <summary>Suspended: its watchdog expired.</summary>
    Watchdog,

    /// <summary>Resumed: by a user, or at the start.</summary>
    Unpaused,

    /// <summary>Shutdown, rebooted: by the guest.</summary>
    Guest,

    /// <summary>Shutdown, rebooted: not by the guest.</summary>
    Host,

    /// <summary>Stopped: the guest has shut down.</summary>
    Shutdown,

    /// <summary>Stopped: it was destroyed.</summary>
    Destroyed,

    /// <summary>Stopped: the process that ran it ended unexpectedly.</summary>
    Crashed,

    /// <summary>Crashed: the guest reported it.</summary>
    Panicked,
}
