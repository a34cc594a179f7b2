namespace NVirt.Domains;

/// <summary>Where the source is in a migration (docs/reference/migration-protocol.md).</summary>
internal enum MigrationSourceState
{
    /// <summary>Nothing was said yet. The guest is here.</summary>
    Here,

    /// <summary>The destination was asked to prepare. The guest is here.</summary>
    Preparing,

    /// <summary>State is being sent. The guest is here.</summary>
    Sending,

    /// <summary>The destination was told to finish, and has not answered. The guest is here, paused.</summary>
    Finishing,

    /// <summary>The migration failed while the destination could not run the guest. The guest goes on here.</summary>
    Back,

    /// <summary>The destination took the guest over.</summary>
    Moved,

    /// <summary>The destination was told to finish, and did not answer as it should. The guest is here, paused, until somebody has looked.</summary>
    Unknown,
}
