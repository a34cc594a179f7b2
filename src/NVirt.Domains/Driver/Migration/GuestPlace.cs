namespace NVirt.Domains.Driver.Migration;

/// <summary>What became of the guest at the source of a migration.</summary>
public enum GuestPlace
{
    /// <summary>It runs here.</summary>
    Runs,

    /// <summary>It is here, and paused.</summary>
    Paused,

    /// <summary>The process that ran it here has ended.</summary>
    Ended,

    /// <summary>The process that runs it here does not answer.</summary>
    Silent,
}
