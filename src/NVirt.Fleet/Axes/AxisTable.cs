using NVirt.Cpu.Axes;
using static NVirt.Cpu.Axes.CpuAxisGrade;

namespace NVirt.Fleet.Axes;

/// <summary>All rules (fleet.md 8), in the order in which they are told; docs/axes.md is made from it.</summary>
internal static class AxisTable
{
    public static IReadOnlyList<AxisRule> Rules { get; } =
    [
        new(CpuAxis.PhysicalAddressBits, [Fatal, Risky, Undecided, Harmless], Compares: false, AddressRules.PhysicalBits),
        AxisRule.Of(CpuAxis.GuestPhysicalBits, compares: false, AddressRules.GuestBits, Risky, Harmless),
        AxisRule.Of(CpuAxis.MemoryEncryption, compares: false, AddressRules.Encryption, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.TscFrequency, compares: false, ClockRules.Frequency, Fatal, Risky, Undecided, Harmless),
        AxisRule.Of(CpuAxis.InvariantTsc, compares: true, ClockRules.Invariant, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.XsaveComponents, compares: false, XsaveRules.Components, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.XsaveLayout, compares: true, XsaveRules.Layout, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.XsaveSize, compares: true, XsaveRules.Size, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.ClflushLine, compares: true, ProcessorRules.ClflushLine, Fatal, Risky, Undecided, Harmless),
        AxisRule.Of(CpuAxis.Microcode, compares: true, ProcessorRules.Microcode, Risky, Harmless),
        AxisRule.Of(CpuAxis.MsrFeatures, compares: false, FeatureRules.Nested, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.InvertedFeatures, compares: false, FeatureRules.Inverted, Risky, Harmless),
        AxisRule.Of(CpuAxis.HighestLeaves, compares: true, ProcessorRules.HighestLeaves, Risky, Harmless),
        AxisRule.Of(CpuAxis.TopologyLeaves, compares: true, ProcessorRules.TopologyLeaves, Risky, Harmless),
        AxisRule.Of(CpuAxis.Pmu, compares: true, CounterRules.Pmu, Fatal, Risky, Undecided, Harmless),
        AxisRule.Of(CpuAxis.Lbr, compares: true, CounterRules.Lbr, Fatal, Risky, Undecided, Harmless),
        AxisRule.Of(CpuAxis.Vendor, compares: false, ProcessorRules.Vendor, Fatal, Risky, Undecided, Harmless),
        AxisRule.Of(CpuAxis.Signature, compares: true, ProcessorRules.Signature, Risky, Harmless),
        AxisRule.Of(CpuAxis.HyperV, compares: false, HypervisorRules.HyperV, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.KvmParavirtual, compares: false, HypervisorRules.Paravirtual, Fatal, Risky, Undecided, Harmless),
        AxisRule.Of(CpuAxis.MachineType, compares: false, HypervisorRules.Machine, Fatal, Risky, Undecided, Harmless),
        AxisRule.Of(CpuAxis.QemuVersion, compares: true, HypervisorRules.Qemu, Risky, Harmless),
        AxisRule.Of(CpuAxis.Avx10, compares: false, FeatureRules.Avx10, Fatal, Undecided, Harmless),
        AxisRule.Of(CpuAxis.HarmlessFeatures, compares: false, FeatureRules.Harmless, CpuAxisGrade.Harmless),
    ];
}
