namespace NVirt.Domains.Driver.Migration;

/// <summary>The states of a migration's destination (docs/reference/migration-protocol.md).</summary>
public enum MigrationDestinationState
{
    /// <summary>Nothing was requested yet.</summary>
    Fresh,

    /// <summary>The guest is judged, and its arrival is prepared.</summary>
    Preparing,

    /// <summary>The guest's state can arrive. It does not run here.</summary>
    Prepared,

    /// <summary>"finish" came. The guest may start to run here at any moment.</summary>
    Finishing,

    /// <summary>The guest is taken over.</summary>
    Taken,

    /// <summary>The guest does not run here and never will.</summary>
    Gone,

    /// <summary>"finish" came, and the guest could be neither taken over nor removed.</summary>
    Stuck,
}
