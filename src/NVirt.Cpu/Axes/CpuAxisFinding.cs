using NVirt.Xml;

namespace NVirt.Cpu.Axes;

/// <summary>The finding about one axis of a guest and a host.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Grade">How much the values differ.</param>
/// <param name="Wanted">What the guest wants, or the other host has.</param>
/// <param name="Offered">What the host has; <see langword="null"/> if unknown.</param>
public sealed record CpuAxisFinding(CpuAxis Axis, CpuAxisGrade Grade, ulong Wanted, ulong? Offered)
{
    /// <summary>The finding in one sentence, in the user's language.</summary>
    public string Describe() => Axis == CpuAxis.PhysicalAddressBits
        ? Offered is { } bits ? Text.Of(Messages.Axis_Bits, Wanted, bits) : Text.Of(Messages.Axis_BitsUnknown, Wanted)
        : (Offered, Grade) switch
        {
            (null, _) => Text.Of(Messages.Axis_TscUnknown, Wanted),
            ({ } hertz, CpuAxisGrade.Fatal) => Text.Of(Messages.Axis_TscFixed, Wanted, hertz),
            ({ } hertz, CpuAxisGrade.Undecided) => Text.Of(Messages.Axis_TscMayBeFixed, Wanted, hertz),
            ({ } hertz, CpuAxisGrade.Risky) => Text.Of(Messages.Axis_TscFaster, Wanted, hertz),
            ({ } hertz, _) => Text.Of(Messages.Axis_Tsc, Wanted, hertz),
        };

    /// <summary>A remedy, as one sentence; empty if none is needed.</summary>
    public string Remedy() => (Axis, Grade) switch
    {
        (_, CpuAxisGrade.Harmless) => string.Empty,
        (CpuAxis.PhysicalAddressBits, CpuAxisGrade.Undecided) => Messages.Axis_BitsUnknownRemedy,
        (CpuAxis.PhysicalAddressBits, _) => Text.Of(Messages.Axis_BitsRemedy, Offered),
        (_, CpuAxisGrade.Undecided) => Messages.Axis_TscUnknownRemedy,
        _ => Text.Of(Messages.Axis_TscRemedy, Offered),
    };

    /// <inheritdoc/>
    public override string ToString() => Describe();
}
