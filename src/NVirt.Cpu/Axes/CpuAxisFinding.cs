using System.Globalization;
using System.Text.Json;
using NVirt.Xml;

namespace NVirt.Cpu.Axes;

/// <summary>The finding about one axis of a guest and a host.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Grade">How much the values differ.</param>
/// <param name="Wanted">What the guest wants, or the other host has; <see langword="null"/> if that is no number.</param>
/// <param name="Offered">What the host has; <see langword="null"/> if unknown, or no number.</param>
public record CpuAxisFinding(CpuAxis Axis, CpuAxisGrade Grade, ulong? Wanted, ulong? Offered)
{
    /// <summary>What the guest wants, or the other host has, as a text; <see langword="null"/> if it is not known.</summary>
    public virtual string? Guest => Wanted?.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the host has, as a text; <see langword="null"/> if it is not known.</summary>
    public virtual string? Host => Offered?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where the rule comes from; empty if that is not told.</summary>
    public virtual string Source => string.Empty;

    /// <summary>The reason for which a guest cannot run there, or for which nobody knows.</summary>
    public CpuReason ToReason() => new(CpuRule.AxisDiffers, JsonNamingPolicy.KebabCaseLower.ConvertName(Axis.ToString()))
    {
        Expected = Guest ?? Messages.Word_Unknown,
        Actual = Host ?? Messages.Word_Unknown,
        Side = CpuType.Host,
    };

    /// <summary>The finding in one sentence, in the user's language.</summary>
    public virtual string Describe() => Axis == CpuAxis.PhysicalAddressBits
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
    public virtual string Remedy() => (Axis, Grade) switch
    {
        (_, CpuAxisGrade.Harmless) => string.Empty,
        (CpuAxis.PhysicalAddressBits, CpuAxisGrade.Undecided) => Messages.Axis_BitsUnknownRemedy,
        (CpuAxis.PhysicalAddressBits, _) => Text.Of(Messages.Axis_BitsRemedy, Offered),
        (_, CpuAxisGrade.Undecided) => Messages.Axis_TscUnknownRemedy,
        _ => Text.Of(Messages.Axis_TscRemedy, Offered),
    };

    /// <inheritdoc/>
    public sealed override string ToString() => Describe();
}
