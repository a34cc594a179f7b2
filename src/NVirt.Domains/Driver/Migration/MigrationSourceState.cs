namespace NVirt.Domains.Driver.Migration;

/// <summary>The states of a migration's source (docs/reference/migration-protocol.md).</summary>
public enum MigrationSourceState
{
    /// <summary>Nothing is sent yet. The guest is here.</summary>
    Here,

    /// <summary>State is being sent. The guest is here.</summary>
    Sending,

    /// <summary>The destination was told to finish, and has not answered. The guest is here, paused.</summary>
    Finishing,

    /// <summary>The migration failed while the destination could not run the guest. The guest continues here.</summary>
    Back,

    /// <summary>The destination took the guest over.</summary>
    Moved,

    /// <summary>
    /// The destination was told to finish, and did not answer properly. The guest is here, paused, until somebody has looked.
    /// </summary>
    Unknown,
}
