namespace NVirt.Domains.Storage;

/// <summary>How the capacity of a volume changes. By default it may only grow, and takes no space before it is written to.</summary>
public sealed record StorageResizeOptions
{
    /// <summary>Whether the space is taken at once.</summary>
    public bool IsAllocated { get; init; }

    /// <summary>Whether the number is a difference.</summary>
    public bool IsDelta { get; init; }

    /// <summary>Whether it may become smaller; a difference is then taken away.</summary>
    public bool IsShrinking { get; init; }
}
