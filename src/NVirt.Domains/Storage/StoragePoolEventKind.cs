namespace NVirt.Domains.Storage;

/// <summary>What happened to a pool.</summary>
public enum StoragePoolEventKind
{
    /// <summary>It was defined, or its definition was changed.</summary>
    Defined,

    /// <summary>Its definition was removed.</summary>
    Undefined,

    /// <summary>It was started.</summary>
    Started,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>Its folder was made.</summary>
    Built,

    /// <summary>Its folder was removed.</summary>
    Deleted,

    /// <summary>Its volumes were looked for anew.</summary>
    Refreshed,
}
