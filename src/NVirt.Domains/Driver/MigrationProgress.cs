namespace NVirt.Domains;

/// <summary>How far a migration is.</summary>
public sealed record MigrationProgress
{
    /// <summary>What is being done.</summary>
    public required MigrationStep Step { get; init; }

    /// <summary>Bytes of memory sent.</summary>
    public ulong SentBytes { get; init; }

    /// <summary>Bytes of memory left to be sent; they can become more again.</summary>
    public ulong RemainingBytes { get; init; }

    /// <summary>Bytes of the guest's memory.</summary>
    public ulong TotalBytes { get; init; }

    /// <summary>How often all of the memory was gone through.</summary>
    public ulong Passes { get; init; }
}
