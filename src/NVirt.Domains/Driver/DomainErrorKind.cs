namespace NVirt.Domains.Driver;

/// <summary>Why an operation on domains failed, grouped by what a caller can do about it.</summary>
public enum DomainErrorKind
{
    /// <summary>It was tried and failed.</summary>
    Failed,

    /// <summary>There is no such domain.</summary>
    NotFound,

    /// <summary>The domain has no such device.</summary>
    NoDevice,

    /// <summary>There is already a domain with this name or UUID.</summary>
    Exists,

    /// <summary>The domain is in the wrong state for this.</summary>
    InvalidState,

    /// <summary>An argument is not valid.</summary>
    InvalidArgument,

    /// <summary>Somebody else is changing the domain and does not finish.</summary>
    Busy,

    /// <summary>The driver does not support this.</summary>
    NoSupport,

    /// <summary>A document, or a CPU, cannot be read.</summary>
    Malformed,

    /// <summary>A document asks for something that this host or its hypervisor does not have.</summary>
    Unsupported,

    /// <summary>The CPU was judged, and the answer is no: the guest would not get, or not keep, the CPU that it was promised.</summary>
    Refused,

    /// <summary>The guest has something that cannot be migrated, whatever the destination.</summary>
    MigrationUnsafe,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>It was cancelled or interrupted while it was running.</summary>
    Aborted,

    /// <summary>This user has no permission.</summary>
    AccessDenied,

    /// <summary>Another host cannot be reached.</summary>
    NoConnection,

    /// <summary>The hypervisor refused, ended, or gave an answer that makes no sense.</summary>
    Hypervisor,

    /// <summary>The emulator cannot be used: it is not there, cannot be run, or does not say what it can do.</summary>
    NoEmulator,
}
