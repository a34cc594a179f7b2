namespace NVirt.Domains.Driver;

/// <summary>Why a domain is in its state.</summary>
public enum DomainStateReason
{
    /// <summary>The reason is not known, or there is none.</summary>
    Unknown,

    /// <summary>Running: it was started.</summary>
    Booted,

    /// <summary>Running: it was migrated here. Paused or shut off: it was migrated away.</summary>
    Migrated,

    /// <summary>Running: it was resumed.</summary>
    Unpaused,

    /// <summary>Running: its migration failed or was cancelled.</summary>
    MigrationCancelled,

    /// <summary>Paused: by a user.</summary>
    User,

    /// <summary>Paused: it is being started.</summary>
    Starting,

    /// <summary>Paused: it is being migrated here.</summary>
    MigratingIn,

    /// <summary>It is being migrated away, running or paused.</summary>
    MigratingOut,

    /// <summary>Paused: a disk could not be read or written.</summary>
    IoError,

    /// <summary>Paused: its watchdog expired.</summary>
    Watchdog,

    /// <summary>Shut off: the guest shut down, by itself or when it was asked to.</summary>
    Shutdown,

    /// <summary>Shut off: it was destroyed.</summary>
    Destroyed,

    /// <summary>Shut off: the process that ran it ended unexpectedly. Crashed: the process that runs it cannot continue.</summary>
    Crashed,

    /// <summary>Crashed: the guest reported a panic.</summary>
    Panicked,

    /// <summary>It belongs to another machine or namespace, whose processes cannot be seen here.</summary>
    Foreign,

    /// <summary>Its saved state cannot be read.</summary>
    Unreadable,
}
