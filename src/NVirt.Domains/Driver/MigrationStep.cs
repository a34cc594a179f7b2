namespace NVirt.Domains;

/// <summary>The steps of a migration.</summary>
public enum MigrationStep
{
    /// <summary>The destination judges and makes ready.</summary>
    Prepare,

    /// <summary>State is sent.</summary>
    Transfer,

    /// <summary>The guest stands still, and the rest is sent.</summary>
    Switch,

    /// <summary>The destination takes over.</summary>
    Finish,
}
