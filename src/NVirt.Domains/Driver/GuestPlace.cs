namespace NVirt.Domains;

/// <summary>What became of a guest at the source of a migration.</summary>
internal enum GuestPlace
{
    /// <summary>It runs here.</summary>
    Runs,

    /// <summary>It is here, and paused.</summary>
    Paused,

    /// <summary>What ran it here has ended.</summary>
    Ended,

    /// <summary>What runs it here does not answer.</summary>
    Silent,
}
