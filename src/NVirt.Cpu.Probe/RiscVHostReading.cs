using System.Collections.Immutable;
using NVirt.Cpu.Probe.Linux;

namespace NVirt.Cpu.Probe;

/// <summary>What was read from a RISC-V machine, for information: it gives no model. Immutable.</summary>
/// <remarks>Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record RiscVHostReading : HostReading
{
    internal RiscVHostReading(CpuArchitecture arch)
        : base(arch)
    {
    }

    /// <inheritdoc/>
    public override CpuData? RawData => null;

    /// <summary>The extensions of the first hart, <c>rv64imafdc_zicsr_zba</c>, or <see langword="null"/>.</summary>
    public string? Isa { get; init; }

    /// <summary>mvendorid of the first hart, or <see langword="null"/>; older kernels do not report it.</summary>
    public ulong? VendorId { get; init; }

    /// <summary>marchid of the first hart, or <see langword="null"/>.</summary>
    public ulong? ArchitectureId { get; init; }

    /// <summary>mimpid of the first hart, or <see langword="null"/>.</summary>
    public ulong? ImplementationId { get; init; }

    /// <summary>Harts with identical IDs and extensions; empty if they could not be read.</summary>
    public ImmutableArray<HostCpuGroup> Groups { get; init; } = [];

    internal static RiscVHostReading Of(CpuArchitecture arch, CpuInfoText info) => new(arch)
    {
        Isa = IsaOf(info),
        VendorId = info.Hex(info.Find("mvendorid"), uint.MaxValue),
        ArchitectureId = info.Hex(info.Find("marchid"), ulong.MaxValue),
        ImplementationId = info.Hex(info.Find("mimpid"), ulong.MaxValue),
        Groups = info.Groups("mvendorid", "marchid", "mimpid", "isa", "hart isa"),
    };

    private static string? IsaOf(CpuInfoText info)
    {
        CpuInfoLine? line = info.Require("isa");
        bool isIsa = line?.Value.StartsWith("rv", StringComparison.Ordinal) == true
            && line.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (line is not null && !isIsa)
        {
            info.Unexpected(line, Messages.Probe_Isa);
        }

        return isIsa ? line!.Value : null;
    }
}
