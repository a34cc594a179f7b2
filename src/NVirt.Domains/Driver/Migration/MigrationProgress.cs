namespace NVirt.Domains.Driver.Migration;

/// <summary>The progress of a migration.</summary>
public sealed record MigrationProgress
{
    /// <summary>The current step.</summary>
    public required MigrationStep Step { get; init; }

    /// <summary>Bytes of memory sent.</summary>
    public ulong SentBytes { get; init; }

    /// <summary>Bytes of memory still to be sent; this can grow again.</summary>
    public ulong RemainingBytes { get; init; }

    /// <summary>Total bytes of the guest's memory.</summary>
    public ulong TotalBytes { get; init; }

    /// <summary>How many passes over the memory were made.</summary>
    public ulong Passes { get; init; }
}
