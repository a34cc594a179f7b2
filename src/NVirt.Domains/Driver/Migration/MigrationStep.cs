namespace NVirt.Domains.Driver.Migration;

/// <summary>The steps of a migration.</summary>
public enum MigrationStep
{
    /// <summary>The destination judges and prepares.</summary>
    Prepare,

    /// <summary>State is sent.</summary>
    Transfer,

    /// <summary>The guest is stopped, and the rest is sent.</summary>
    Switch,

    /// <summary>The destination takes over.</summary>
    Finish,
}
