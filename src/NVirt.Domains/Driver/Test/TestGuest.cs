namespace NVirt.Domains;

/// <summary>A guest that runs, or is arriving. Immutable.</summary>
internal sealed record TestGuest
{
    public required uint Id { get; init; }

    /// <summary>The domain as it was started, with the CPU as it was configured.</summary>
    public required DomainDocument Document { get; init; }

    public required TestCpu Cpu { get; init; }

    public required DomainState State { get; init; }

    public string? Reason { get; init; }

    /// <summary>The document that shows what runs: the CPU that the guest has, and the number.</summary>
    public DomainDocument Shown => (Cpu.Live is null ? Document : Document.WithCpu(Cpu.Live)).WithId(Id);
}
