namespace NVirt.Domains;

/// <summary>Where the destination is in a migration (docs/reference/migration-protocol.md).</summary>
internal enum MigrationDestinationState
{
    /// <summary>Nothing was asked yet.</summary>
    Fresh,

    /// <summary>The guest is judged and made ready to arrive.</summary>
    Preparing,

    /// <summary>The guest's state can arrive. It does not run here.</summary>
    Prepared,

    /// <summary>"finish" came. The guest may begin to run here at any moment.</summary>
    Finishing,

    /// <summary>The guest is taken over.</summary>
    Taken,

    /// <summary>The guest does not run here, and never will.</summary>
    Gone,

    /// <summary>"finish" came, and the guest could be neither taken over nor removed.</summary>
    Stuck,
}
