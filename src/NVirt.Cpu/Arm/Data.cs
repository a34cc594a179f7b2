using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Cpu.Arm;

/// <summary>
/// What an ARM processor says of itself (cpu-rules.md 2 and 5.4): two fields of MIDR_EL1, and the flags of the hardware capabilities.
/// </summary>
public sealed class ArmCpuData : CpuData
{
    /// <summary>Data of the given fields.</summary>
    /// <param name="vendor">The implementer, MIDR_EL1[31:24], 0 to 0xff; 0 if unknown.</param>
    /// <param name="part">The part number, MIDR_EL1[15:4], 0 to 0xfff.</param>
    /// <param name="flags">Names of flags in the order of their bits; at most 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too large.</exception>
    public ArmCpuData(uint vendor, uint part, params IEnumerable<string> flags)
        : base(CpuArchitecture.Aarch64)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vendor, 0xffu);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, 0xfffu);
        Vendor = vendor;
        Part = part;
        Flags = [.. flags];
    }

    /// <summary>The implementer, 0 to 0xff; 0 if unknown.</summary>
    public uint Vendor { get; }

    /// <summary>The part number, 0 to 0xfff.</summary>
    public uint Part { get; }

    /// <summary>Names of flags in the order of their bits.</summary>
    public ImmutableArray<string> Flags { get; }

    /// <inheritdoc/>
    public override bool IsIdenticalTo(CpuData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other is ArmCpuData arm && Vendor == arm.Vendor && Part == arm.Part
            && Flags.AsSpan().SequenceEqual(arm.Flags.AsSpan());
    }

    /// <inheritdoc/>
    public override int GetHashCode() => ValueHash.Of(HashCode.Combine(Vendor, Part), Flags);

    /// <summary>The numbers and the flags: <c>vendor 0x41, part 0xd0c: fp asimd</c>.</summary>
    public override string ToString()
    {
        string numbers = Text.Of("vendor 0x{0:x2}, part 0x{1:x3}", Vendor, Part);
        return Flags.IsEmpty ? numbers : $"{numbers}: {string.Join(' ', Flags)}";
    }
}
