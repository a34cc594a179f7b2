namespace NVirt.Cpu.Xml;

/// <summary>What a document says of a guest's or a host's CPU outside the <c>cpu</c> element. Immutable.</summary>
public sealed record CpuSurroundings
{
    /// <summary>A domain's machine type; <see langword="null"/> if it names none.</summary>
    public string? Machine { get; init; }

    /// <summary>
    /// The enlightenments of Hyper-V, as QEMU names them without <c>hv-</c>: those that a domain turns on, or all that domain capabilities
    /// list; <see langword="null"/> if the document says nothing of them. Not <c>spinlocks</c> and <c>vendor_id</c>, which any host gives.
    /// </summary>
    public IReadOnlyList<string>? HyperV { get; init; }

    /// <summary>Features of KVM's own that a domain turns on, as QEMU names them, for example <c>kvm-pv-eoi</c>.</summary>
    public IReadOnlyList<string> Kvm { get; init; } = [];

    /// <summary>Whether a domain has performance counters; <see langword="null"/> if it does not say.</summary>
    public bool? Pmu { get; init; }

    /// <summary>The machine types that capabilities list for guests of the host's architecture; empty if they list none.</summary>
    public IReadOnlyList<string> Machines { get; init; } = [];
}
