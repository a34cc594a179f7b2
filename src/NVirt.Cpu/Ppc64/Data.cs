using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Cpu.Ppc64;

/// <summary>A processor version register, or the part of one that makes a model.</summary>
/// <param name="Value">The bits.</param>
/// <param name="Mask">Which bits count; all of them for a processor that was read.</param>
public readonly record struct Ppc64Pvr(uint Value, uint Mask = uint.MaxValue)
{
    /// <summary>The bits, and the mask where it is not whole: <c>0x004e1202</c>, <c>0x004e0000/0xffff0000</c>.</summary>
    public override string ToString() => Mask == uint.MaxValue ? Text.Of("0x{0:x8}", Value) : Text.Of("0x{0:x8}/0x{1:x8}", Value, Mask);
}

/// <summary>The processor version registers of a POWER processor (cpu-rules.md 2). A processor that was read has one.</summary>
public sealed class Ppc64CpuData : CpuData
{
    /// <summary>Data of the given registers, in this order; the first one decides what decoding finds.</summary>
    public Ppc64CpuData(params IEnumerable<Ppc64Pvr> pvrs)
        : base(CpuArchitecture.Ppc64) => Pvrs = [.. pvrs];

    /// <summary>The registers in order.</summary>
    public ImmutableArray<Ppc64Pvr> Pvrs { get; }

    /// <inheritdoc/>
    public override bool IsIdenticalTo(CpuData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other is Ppc64CpuData ppc64 && Pvrs.AsSpan().SequenceEqual(ppc64.Pvrs.AsSpan());
    }

    /// <inheritdoc/>
    public override int GetHashCode() => ValueHash.Of(0, Pvrs);

    /// <summary>The registers, with the masks that are not whole: <c>0x004e1202</c>, <c>0x004e0000/0xffff0000</c>.</summary>
    public override string ToString() => string.Join(' ', Pvrs);
}
