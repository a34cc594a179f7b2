using System.Collections.Immutable;
using NVirt.Cpu.Axes;

namespace NVirt.Cpu.Judging;

/// <summary>A CPU, and what a host makes of it: libvirt's verdict with NVirt's answer beside it. Immutable.</summary>
/// <param name="Cpu">The CPU, decoded.</param>
/// <param name="Host">The host, decoded.</param>
/// <param name="Driver">The driver that judged.</param>
/// <param name="Comparison">The verdict and its reasons.</param>
public record CpuJudgement(CpuSource Cpu, CpuSource Host, CpuDriver Driver, CpuComparison Comparison)
{
    /// <summary>What is said of axes besides features; empty where they are not asked for.</summary>
    public ImmutableArray<CpuAxisFinding> Axes { get; init; } = [];

    /// <summary>What a hypervisor must say of a suggestion; <see langword="null"/> where none was asked.</summary>
    public Predicate<CpuDefinition>? Accepts { get; init; }

    /// <summary>NVirt's answer: that of the features, and of the axes.</summary>
    public CpuAnswer Answer => CpuAnswers.Combine([ByFeatures, .. Axes.Select(CpuAnswers.Of)]);

    /// <summary>
    /// NVirt's answer by features alone. It is unknown, where libvirt's verdict is no, if the hypervisor gives a running guest all that
    /// the processor lacks, or if the mode ignores the model at start, for which the host is too little.
    /// </summary>
    public CpuAnswer ByFeatures => CpuAnswers.Of(Comparison) switch
    {
        CpuAnswer.No when (Comparison.NeedsHypervisor && Cpu.IsOfRunningGuest) || IsOnlyModelRefused => CpuAnswer.Unknown,
        var answer => answer,
    };

    /// <summary>Whether the mode takes the host's own model at start, and the definition names one nevertheless.</summary>
    public bool IgnoresModel =>
        Cpu.Definition is { Type: CpuType.Guest, Mode: CpuMode.HostModel or CpuMode.HostPassthrough or CpuMode.Maximum, Model: not null };

    /// <summary>Whether nothing but such a model is refused.</summary>
    public bool IsOnlyModelRefused => IgnoresModel && CpuAnswers.Of(Comparison) == CpuAnswer.No
        && Driver.Compare(Host.Definition, Cpu.Definition! with { Model = null, Vendor = null }, Host.Unknown).IsCompatible;

    /// <summary>The reasons of a refusal, and what is unknown and could turn the verdict.</summary>
    public IEnumerable<CpuReason> Reasons => Comparison.Undecided.Length > 0 ? Comparison.Undecided : Comparison.Reasons;

    /// <summary>Of axes what refuses, or is unknown and could; <see cref="Reasons"/> are those of features.</summary>
    public IEnumerable<CpuReason> AxisReasons =>
        Axes.Where(a => a.Grade is CpuAxisGrade.Fatal or CpuAxisGrade.Undecided).Select(a => a.ToReason());

    /// <summary>
    /// NVirt's answer in the words of verdicts: libvirt's verdict, unless an axis turns it, or what is unknown; <see langword="null"/> for
    /// undecided.
    /// </summary>
    public CpuVerdict? VerdictWithAxes => Answer switch
    {
        CpuAnswer.Unknown => null,
        CpuAnswer.No when Comparison.IsCompatible => CpuVerdict.Incompatible,
        _ => Comparison.Verdict,
    };

    /// <summary>Whether other features would make the CPU fit.</summary>
    public bool CanBeMended => Host.Definition?.Model is not null && !Comparison.NeedsHypervisor && !IsOnlyModelRefused
        && Reasons.Any()
        && Reasons.All(r => r.Rule is CpuRule.RequiredFeatureMissing or CpuRule.ForbiddenFeatureProvided or CpuRule.ExtraFeature
            or CpuRule.BlockedFeature or CpuRule.UnknownFeatureState or CpuRule.VendorDiffers);

    /// <summary>Judges a CPU by its features.</summary>
    /// <param name="cpu">The CPU, decoded: a guest, or another host.</param>
    /// <param name="host">The host, decoded.</param>
    /// <param name="map">The map; <see langword="null"/> for the one that is compiled in.</param>
    public static CpuJudgement Of(CpuSource cpu, CpuSource host, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ArgumentNullException.ThrowIfNull(host);
        CpuDriver driver = CpuDriver.ForGuest(cpu.Definition!, host.Definition, map);
        return new CpuJudgement(cpu, host, driver, driver.Compare(host.Definition, cpu.Definition!, host.Unknown));
    }

    /// <summary>
    /// The nearest CPU that the host can run, where it cannot run this one, or may not; <see langword="null"/> if none is near.
    /// </summary>
    public CpuSuggestion? Suggest() => CanBeMended ? Driver.Suggest(Host.Definition!, Cpu.Definition!, Host.Unknown, Accepts) : null;
}
