using System.Collections.Immutable;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe.Linux;

namespace NVirt.Cpu.Probe.Arm;

/// <summary>What was read from an ARM machine. Immutable.</summary>
/// <remarks>Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record ArmHostReading : HostReading
{
    internal ArmHostReading(CpuArchitecture arch)
        : base(arch)
    {
    }

    /// <inheritdoc/>
    public override CpuData? RawData => Data;

    /// <summary>
    /// Vendor, part and flags; <see langword="null"/> if one of them is unknown, without the flag <c>cpuid</c>, and on 32-bit machines,
    /// from which no model can be derived.
    /// </summary>
    public ArmCpuData? Data { get; init; }

    /// <summary>The implementer of the first processor, MIDR_EL1[31:24], or <see langword="null"/>.</summary>
    public uint? Vendor { get; init; }

    /// <summary>The part number of the first processor, MIDR_EL1[15:4], or <see langword="null"/>.</summary>
    public uint? Part { get; init; }

    /// <summary>
    /// Names of the hardware capabilities of all processors: on 64-bit machines those of bits 0 to 31 in their order, on 32-bit machines
    /// the kernel's order.
    /// </summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Processors of the same implementer and part; empty if they could not be read.</summary>
    public ImmutableArray<HostCpuGroup> Groups { get; init; } = [];

    /// <summary>Built from the kernel's description of the processors, and from the registers that could be read.</summary>
    /// <param name="arch">64 or 32 bits.</param>
    /// <param name="info">The description.</param>
    /// <param name="midr">MIDR_EL1, or <see langword="null"/> to use the description.</param>
    /// <param name="capabilities">Bits of the hardware capabilities, or <see langword="null"/> to use the description.</param>
    internal static ArmHostReading Of(CpuArchitecture arch, CpuInfoText info, ulong? midr = null, ulong? capabilities = null)
    {
        uint? vendor = (uint?)(((midr >> 24) & 0xff) ?? info.Hex(info.Require("CPU implementer"), 0xff));
        uint? part = (uint?)(((midr >> 4) & 0xfff) ?? info.Hex(info.Require("CPU part"), 0xfff));
        ImmutableArray<string> flags = arch != CpuArchitecture.Aarch64 ? [.. info.Require("Features")?.Words ?? []]
            : capabilities is { } bits ? ArmCapabilities.NamesOf(bits)
            : FlagsOf(info);
        bool isUsable = arch == CpuArchitecture.Aarch64 && flags.Contains(ArmCapabilities.Cpuid);
        return new ArmHostReading(arch)
        {
            Data = isUsable && vendor is { } v && part is { } p ? new ArmCpuData(v, p, flags) : null,
            Vendor = vendor,
            Part = part,
            Flags = flags,
            Groups = info.Groups("CPU implementer", "CPU part"),
        };
    }

    private static ImmutableArray<string> FlagsOf(CpuInfoText info)
    {
        CpuInfoLine? line = info.Require("Features");
        ImmutableArray<string> flags = ArmCapabilities.Of(line?.Words ?? []);
        if (line is not null && !flags.Contains(ArmCapabilities.Cpuid))
        {
            info.Unexpected(line, Messages.Probe_CpuidFlag);
        }

        return flags;
    }
}
