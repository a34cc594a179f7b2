namespace NVirt.Domains;

/// <summary>What a domain is doing. The numbers are libvirt's.</summary>
public enum DomainState
{
    /// <summary>Nobody knows: what runs it does not answer.</summary>
    Unknown = 0,

    /// <summary>It runs.</summary>
    Running = 1,

    /// <summary>Its CPUs are stopped.</summary>
    Paused = 3,

    /// <summary>It is being shut down.</summary>
    ShuttingDown = 4,

    /// <summary>It does not run.</summary>
    ShutOff = 5,

    /// <summary>The guest crashed.</summary>
    Crashed = 6,

    /// <summary>The guest sleeps (S3).</summary>
    Suspended = 7,
}
