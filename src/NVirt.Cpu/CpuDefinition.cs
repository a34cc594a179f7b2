namespace NVirt.Cpu;

/// <summary>What a machine offers (host) or what a domain asks for (guest): the <c>cpu</c> element.</summary>
/// <remarks>
/// Immutable, safe for use by several threads, and equal if every part is equal, features in order; every operation returns a new one.
/// The default is a guest in mode custom without a model. The <em>model part</em> is <see cref="Model"/>, <see cref="Vendor"/>,
/// <see cref="VendorId"/>, <see cref="Microcode"/> and <see cref="Features"/>; the rest is the <em>frame</em> (cpu-rules.md 1.2).
/// </remarks>
public sealed record CpuDefinition
{
    /// <summary>Host or guest. Default: guest.</summary>
    public CpuType Type { get; init; }

    /// <summary>How the CPU is chosen; <see langword="null"/> in a host definition that was read from a document.</summary>
    public CpuMode? Mode { get; init; } = CpuMode.Custom;

    /// <summary>How far the host may differ. Default: exact.</summary>
    public CpuMatch Match { get; init; }

    /// <summary>How the real CPU is checked. Default: not given.</summary>
    public CpuCheck Check { get; init; }

    /// <summary>Whether host-passthrough or maximum leaves out what cannot migrate; <see langword="null"/> if not given.</summary>
    public bool? Migratable { get; init; }

    /// <summary>Whether deprecated features stay on; <see langword="null"/> if not given.</summary>
    public bool? DeprecatedFeatures { get; init; }

    /// <summary>The architecture; always given for hosts that were read, rarely for guests.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>The model's name, or <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Whether another model may replace it. Default: allow.</summary>
    public CpuFallback Fallback { get; init; }

    /// <summary>The 12 bytes a guest sees as its vendor, or <see langword="null"/>.</summary>
    public string? VendorId { get; init; }

    /// <summary>The vendor's name in the map, or <see langword="null"/>.</summary>
    public string? Vendor { get; init; }

    /// <summary>Microcode revision of a host; 0 if unknown.</summary>
    public uint Microcode { get; init; }

    /// <summary>Family, model and stepping, or <see langword="null"/>.</summary>
    public CpuSignature? Signature { get; init; }

    /// <summary>Time stamp counter of a host, or <see langword="null"/>.</summary>
    public CpuTsc? Tsc { get; init; }

    /// <summary>Topology, or <see langword="null"/>.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>Cache description, or <see langword="null"/>.</summary>
    public CpuCache? Cache { get; init; }

    /// <summary>Physical address bits, or <see langword="null"/>.</summary>
    public CpuMaxPhysAddr? MaxPhysAddr { get; init; }

    /// <summary>The features in document order; never <see langword="null"/>.</summary>
    public CpuFeatureList Features { get; init; } = CpuFeatureList.Empty;

    /// <summary>NUMA cells of a guest, or <see langword="null"/>.</summary>
    public CpuNuma? Numa { get; init; }

    /// <summary>A host without model or features, of the given architecture; its mode is custom, as decoding wants it.</summary>
    public static CpuDefinition NewHost(CpuArchitecture arch) => new() { Type = CpuType.Host, Arch = arch };

    /// <summary>
    /// Whether two definitions give a guest the same CPU (cpu-rules.md 1.3): type, mode, check, architecture, model, vendor, vendor
    /// id, topology, address mode and bits, cache, and the features pairwise in order. Match, fallback, address limit, microcode,
    /// signature, TSC and migratable do not count.
    /// </summary>
    public bool IsAbiEqual(CpuDefinition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Type == other.Type && Mode == other.Mode && Check == other.Check && Arch == other.Arch
            && string.Equals(Model, other.Model, StringComparison.Ordinal)
            && string.Equals(Vendor, other.Vendor, StringComparison.Ordinal)
            && string.Equals(VendorId, other.VendorId, StringComparison.Ordinal)
            && Topology == other.Topology
            && MaxPhysAddr?.Mode == other.MaxPhysAddr?.Mode && MaxPhysAddr?.Bits == other.MaxPhysAddr?.Bits
            && Features.Equals(other.Features)
            && Cache == other.Cache;
    }

    /// <summary>
    /// Replaces the model part with that of <paramref name="source"/> (cpu-rules.md 1.2, "copy model" with reset): into a host,
    /// policies vanish; into a guest, a missing policy becomes <see cref="CpuPolicy.Require"/>.
    /// </summary>
    public CpuDefinition WithModelOf(CpuDefinition source) => this with
    {
        Model = source.Model,
        Vendor = source.Vendor,
        VendorId = source.VendorId,
        Microcode = source.Microcode,
        Features = Type == source.Type ? source.Features : source.Features.ForType(Type),
    };

    /// <summary>
    /// Copies the model part unchanged, including policies; with <paramref name="keepVendor"/>, vendor and vendor id are kept.
    /// </summary>
    internal CpuDefinition StealModelOf(CpuDefinition source, bool keepVendor) => this with
    {
        Model = source.Model,
        Vendor = keepVendor ? Vendor : source.Vendor,
        VendorId = keepVendor ? VendorId : source.VendorId,
        Microcode = source.Microcode,
        Features = source.Features,
    };
}
