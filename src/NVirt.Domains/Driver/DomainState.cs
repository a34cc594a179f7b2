namespace NVirt.Domains.Driver;

/// <summary>What a domain is doing.</summary>
public enum DomainState
{
    /// <summary>Not known: the process that runs it does not answer.</summary>
    Unknown,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Its CPUs are stopped.</summary>
    Paused,

    /// <summary>It is being shut down.</summary>
    ShuttingDown,

    /// <summary>It does not run.</summary>
    ShutOff,

    /// <summary>The guest crashed.</summary>
    Crashed,

    /// <summary>The guest sleeps (S3).</summary>
    Suspended,
}
