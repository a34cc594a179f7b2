using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Platforms;

namespace NVirt.Fleet.Drifts;

/// <summary>A number beside the features that changed.</summary>
/// <param name="Axis">Its name.</param>
/// <param name="Old">What it was; <see langword="null"/> if it was not known.</param>
/// <param name="New">What it is; <see langword="null"/> if it is not known.</param>
/// <param name="Grade">How much that matters.</param>
public sealed record AxisDrift(string Axis, string? Old, string? New, DriftGrade Grade);

/// <summary>What changed between two statements of one truth. Immutable.</summary>
/// <param name="Truth">The truth.</param>
/// <param name="Lost">Features that were there and are not, by name.</param>
/// <param name="Gained">Features that are there and were not, or of which nobody knew.</param>
/// <param name="Unknown">Features of which was known whether they are there, and is no longer.</param>
/// <param name="Promised">Those of <paramref name="Lost"/> that are promised, or that a guest has.</param>
/// <param name="Axes">What changed besides.</param>
public sealed record TruthDrift(
    StatementTruth Truth, ImmutableArray<string> Lost, ImmutableArray<string> Gained, ImmutableArray<string> Unknown,
    ImmutableArray<string> Promised, ImmutableArray<AxisDrift> Axes)
{
    /// <summary>The worst of it.</summary>
    public DriftGrade Grade
    {
        get
        {
            DriftGrade features = !Promised.IsEmpty ? DriftGrade.Fatal : !Unknown.IsEmpty ? DriftGrade.Undecided
                : !Lost.IsEmpty ? DriftGrade.Risky : DriftGrade.Harmless;
            return Axes.Select(a => a.Grade).Append(features).Max();
        }
    }

    /// <summary>Whether something is certainly worse: fatal or risky.</summary>
    public bool IsWorse => !Lost.IsEmpty || Axes.Any(a => a.Grade is DriftGrade.Risky or DriftGrade.Fatal);

    /// <summary>Whether nothing changed.</summary>
    public bool IsNone => Lost.IsEmpty && Gained.IsEmpty && Unknown.IsEmpty && Axes.IsEmpty;

    internal static TruthDrift Of(CpuStatement old, CpuStatement now, in FeatureSet promised, int? promisedBits)
    {
        FeatureSpace space = old.Bits.Space;
        FeatureSet lost = old.Bits.YesSet & now.Bits.NoSet;
        return new TruthDrift(
            now.Truth, space.SortedNames(lost), space.SortedNames(now.Bits.YesSet - old.Bits.YesSet),
            space.SortedNames((old.Bits.YesSet | old.Bits.NoSet) & now.Bits.UnknownSet), space.SortedNames(lost & promised),
            [.. AxesOf(old.Axes, now.Axes, promisedBits)]);
    }

    // Fewer address bits than promised break guests; a number that nobody reads any more may have.
    private static IEnumerable<AxisDrift> AxesOf(StatementAxes old, StatementAxes now, int? promisedBits)
    {
        if (old.PhysBits != now.PhysBits && old.PhysBits is not null)
        {
            yield return new AxisDrift("physBits", Text(old.PhysBits), Text(now.PhysBits), now.PhysBits is not { } bits
                ? DriftGrade.Undecided : bits < promisedBits ? DriftGrade.Fatal : bits < old.PhysBits ? DriftGrade.Risky
                : DriftGrade.Harmless);
        }

        if (old.Microcode != now.Microcode && old.Microcode is not null && now.Microcode is not null)
        {
            yield return new AxisDrift(
                "microcode", Text(old.Microcode, "x"), Text(now.Microcode, "x"),
                now.Microcode < old.Microcode ? DriftGrade.Risky : DriftGrade.Harmless);
        }

        if (old.GuestPhysBits != now.GuestPhysBits && old.GuestPhysBits is not null)
        {
            yield return new AxisDrift(
                "guestPhysBits", Text(old.GuestPhysBits), Text(now.GuestPhysBits), now.GuestPhysBits is null ? DriftGrade.Undecided
                    : now.GuestPhysBits < old.GuestPhysBits ? DriftGrade.Risky : DriftGrade.Harmless);
        }

        if (old.QemuVersion != now.QemuVersion && old.QemuVersion is not null && now.QemuVersion is not null)
        {
            yield return new AxisDrift("qemuVersion", old.QemuVersion.ToString(), now.QemuVersion.ToString(),
                now.QemuVersion < old.QemuVersion ? DriftGrade.Risky : DriftGrade.Harmless);
        }

        if (old.Machines is { } machines && now.Machines is { } later
            && machines.Names.Except(later.Names).ToArray() is { Length: > 0 } gone)
        {
            yield return new AxisDrift("machines", string.Join(' ', gone), null, DriftGrade.Risky);
        }

        if (old.TscHz != now.TscHz && old.TscHz is not null && now.TscHz is not null)
        {
            yield return new AxisDrift("tscHz", Text(old.TscHz), Text(now.TscHz), DriftGrade.Harmless);
        }
    }

    private static string? Text<T>(T? number, string? format = null)
        where T : struct, IFormattable => number?.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
