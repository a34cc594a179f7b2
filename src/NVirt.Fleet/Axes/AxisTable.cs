using NVirt.Cpu.Axes;
using static NVirt.Cpu.Axes.CpuAxisGrade;
using static NVirt.Fleet.Axes.AxisWhy;

namespace NVirt.Fleet.Axes;

/// <summary>All rules (fleet-rules.md 8), in the order in which they are told; docs/axes.md is made from it.</summary>
internal static class AxisTable
{
    public static IReadOnlyList<AxisRule> Rules { get; } =
    [
        new(CpuAxis.PhysicalAddressBits, Compares: false, AddressRules.PhysicalBits,
            (Fatal, MoreThanHost), (Fatal, QemuDefaultIsMore), (Fatal, ChangesWithHost), (Undecided, Unknown),
            (Undecided, QemuDefaultUnknown), (Risky, MayChangeWithHost), (Harmless, Fits), (Harmless, QemuDefaultFits),
            (Harmless, HostsOwn)),
        AxisRule.ForStart(CpuAxis.GuestPhysicalBits, AddressRules.GuestBits,
            (Risky, PlacedByFirmware), (Risky, MayChangeWithHost), (Harmless, Fits)),
        AxisRule.ForStart(CpuAxis.MemoryEncryption, AddressRules.Encryption,
            (Fatal, EncryptionTakesThem), (Undecided, Unknown), (Risky, EncryptionTakesThem), (Harmless, Fits)),
        AxisRule.ForStart(CpuAxis.TscFrequency, ClockRules.Frequency,
            (Fatal, NotScalable), (Undecided, Unknown), (Undecided, MayNotScale), (Risky, ScaledUp), (Harmless, CloseEnough),
            (Harmless, ScaledDown), (Harmless, KvmClock)),
        AxisRule.ForMove(CpuAxis.InvariantTsc, ClockRules.Invariant,
            (Fatal, NotMigratable), (Undecided, Unknown), (Harmless, FrequencyIsFixed)),
        AxisRule.ForStart(CpuAxis.XsaveComponents, XsaveRules.Components,
            (Fatal, CannotKeep), (Undecided, Unknown), (Harmless, Keeps)),
        AxisRule.ForMove(CpuAxis.XsaveLayout, XsaveRules.Layout,
            (Fatal, ReadElsewhere), (Undecided, Unknown), (Harmless, SameProcessor), (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.XsaveSize, XsaveRules.Size,
            (Fatal, NoRoom), (Fatal, MoreRoomForCriu), (Undecided, Unknown), (Harmless, MoreRoom),
            (Harmless, SameProcessor), (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.ClflushLine, ProcessorRules.ClflushLine,
            (Fatal, OtherLineForGvisor), (Undecided, Unknown), (Risky, OtherLine), (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.Microcode, ProcessorRules.Microcode,
            (Risky, OlderMicrocode), (Harmless, NewerMicrocode), (Harmless, OtherProcessor), (Harmless, Same)),
        AxisRule.ForStart(CpuAxis.MsrFeatures, FeatureRules.Nested,
            (Fatal, NestedNeeds), (Undecided, Unknown), (Harmless, NotNested), (Harmless, Fits)),
        AxisRule.ForStart(CpuAxis.InvertedFeatures, FeatureRules.Inverted,
            (Risky, NotToldToGuest), (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.HighestLeaves, ProcessorRules.HighestLeaves,
            (Risky, GuestSeesOther), (Harmless, StatedByGuest), (Harmless, FixedByModel), (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.TopologyLeaves, ProcessorRules.TopologyLeaves,
            (Risky, GuestSeesOther), (Harmless, EmulatedCache), (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.Pmu, CounterRules.Pmu,
            (Fatal, FewerCounters), (Undecided, Unknown), (Risky, FewerCounters), (Risky, MoreCounters), (Harmless, NoCounters),
            (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.Lbr, CounterRules.Lbr,
            (Fatal, OtherForm), (Undecided, Unknown), (Risky, OtherForm), (Harmless, Same)),
        AxisRule.ForStart(CpuAxis.Vendor, ProcessorRules.Vendor,
            (Fatal, OtherVendor), (Undecided, Unknown), (Risky, MixedVendors), (Harmless, Same)),
        AxisRule.ForMove(CpuAxis.Signature, ProcessorRules.Signature,
            (Risky, GuestSeesOther), (Harmless, FixedByModel), (Harmless, Same)),
        AxisRule.ForStart(CpuAxis.HyperV, HypervisorRules.HyperV,
            (Fatal, NotGiven), (Fatal, NeedsIntel), (Undecided, Unknown), (Harmless, Fits)),
        AxisRule.ForStart(CpuAxis.KvmParavirtual, HypervisorRules.Paravirtual,
            (Fatal, QemuRefuses), (Undecided, Unknown), (Risky, KernelLacks), (Harmless, Fits)),
        AxisRule.ForStart(CpuAxis.MachineType, HypervisorRules.Machine,
            (Fatal, NotInQemu), (Undecided, Unknown), (Undecided, MadeAnew), (Risky, MadeAnew), (Harmless, Fits)),
        AxisRule.ForMove(CpuAxis.QemuVersion, HypervisorRules.Qemu,
            (Risky, OlderQemu), (Harmless, Fits), (Harmless, Same)),
        AxisRule.ForStart(CpuAxis.Avx10, FeatureRules.Avx10,
            (Fatal, LowerVersion), (Undecided, Unknown), (Harmless, Fits)),
        AxisRule.ForStart(CpuAxis.HarmlessFeatures, FeatureRules.Harmless,
            (Harmless, OnlyHints)),
    ];
}
