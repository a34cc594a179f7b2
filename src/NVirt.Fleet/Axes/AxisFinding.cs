using System.Text.Json;
using NVirt.Cpu.Axes;
using NVirt.Xml;

namespace NVirt.Fleet.Axes;

/// <summary>What one rule says of a guest and a host. Immutable.</summary>
public sealed record AxisFinding : CpuAxisFinding
{
    // Lists of names are cut, so that a finding is one readable line.
    private const int LongestValue = 160;

    private readonly string? _guest;
    private readonly string? _host;

    internal AxisFinding(CpuAxis axis, CpuAxisGrade grade, AxisWhy why, string? guest, string? host)
        : base(axis, grade, null, null)
    {
        Why = why;
        _guest = guest;
        _host = host;
    }

    internal AxisFinding(CpuAxis axis, CpuAxisGrade grade, AxisWhy why, ulong? guest, ulong? host)
        : base(axis, grade, guest, host) => Why = why;

    /// <inheritdoc/>
    public override string? Guest => _guest ?? base.Guest;

    /// <inheritdoc/>
    public override string? Host => _host ?? base.Host;

    /// <inheritdoc/>
    public override string Source => AxisLists.SourceOf(Axis);

    /// <summary>What stands for a value that is empty.</summary>
    internal const string None = "-";

    internal AxisWhy Why { get; }

    /// <summary>Whether the guest states its value: neither its host nor a hypervisor's default.</summary>
    public bool IsStated => IsPlain || Why == AxisWhy.MayChangeWithHost;

    /// <summary>The name of an axis, in the user's language.</summary>
    public static string NameOf(CpuAxis axis) => Messages.ResourceManager.GetString("Axis_" + axis, Messages.Culture) ?? WordOf(axis);

    /// <inheritdoc/>
    public override string Describe() => IsPlain ? base.Describe() : Text.Of(
        Messages.Finding, NameOf(Axis), Shown(Guest), Shown(Host), Messages.ResourceManager.GetString("Why_" + Why, Messages.Culture));

    /// <inheritdoc/>
    public override string Remedy() => IsPlain ? base.Remedy() : string.Empty;

    internal static string WordOf(CpuAxis axis) => JsonNamingPolicy.KebabCaseLower.ConvertName(axis.ToString());

    // These have sentences of their own, which are older.
    private bool IsPlain => Axis <= CpuAxis.TscFrequency && Wanted is not null
        && Why is AxisWhy.MoreThanHost or AxisWhy.Fits or AxisWhy.Unknown or AxisWhy.CloseEnough or AxisWhy.ScaledDown
            or AxisWhy.ScaledUp or AxisWhy.NotScalable or AxisWhy.MayNotScale;

    private static string Shown(string? value) => value switch
    {
        null => Messages.Word_Unknown,
        None => Messages.Word_None,
        _ => Text.OnOneLine(value, LongestValue),
    };
}
