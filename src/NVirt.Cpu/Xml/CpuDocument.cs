using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Where a CPU was found.</summary>
public enum CpuDocumentKind
{
    /// <summary>A <c>cpu</c> element alone, or in a root that says nothing about it.</summary>
    Cpu,
    /// <summary>Domain XML.</summary>
    Domain,
    /// <summary>Host capabilities.</summary>
    Capabilities,
    /// <summary>Domain capabilities: what mode host-model means there.</summary>
    DomainCapabilities,
    /// <summary>Raw data: a <c>cpudata</c> element.</summary>
    Data,
}

/// <summary>One CPU found in a text.</summary>
/// <param name="Kind">Where it was found.</param>
/// <param name="Line">Line of its element, or of the domain if that has none; counts from 1.</param>
/// <param name="Column">The column of the same.</param>
public sealed record CpuDocument(CpuDocumentKind Kind, int Line, int Column)
{
    /// <summary>
    /// The definition; <see langword="null"/> for raw data, for a domain without <c>cpu</c>, and for domain capabilities without a host
    /// model, on an architecture whose models belong to the hypervisor.
    /// </summary>
    public CpuDefinition? Definition { get; init; }

    /// <summary>The raw data; <see langword="null"/> for everything else.</summary>
    public X86CpuData? Data { get; init; }

    /// <summary>The domain's name; <see langword="null"/> if there is none.</summary>
    public string? Name { get; init; }

    /// <summary>Whether a domain has an <c>id</c>, as libvirt writes it while it runs.</summary>
    public bool HasId { get; init; }

    /// <summary>The frequency in Hz of a domain's timer <c>tsc</c>; otherwise <see langword="null"/>.</summary>
    public ulong? TscFrequency { get; init; }

    /// <summary>The position of a part of the CPU that is ignored, in document order of the surrounding elements.</summary>
    public IReadOnlyList<Position> Unread { get; init; } = [];

    /// <summary>The architecture that a domain or domain capabilities give outside the <c>cpu</c> element; otherwise none.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>What the document says outside the <c>cpu</c> element; <see langword="null"/> if it says nothing that is read.</summary>
    public CpuSurroundings? Surroundings { get; init; }
}
