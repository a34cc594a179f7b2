using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Plans;
using NVirt.Platforms;

namespace NVirt.Cli.Output.Fleets;

/// <summary>The words of answers about fleets.</summary>
internal static class FleetWords
{
    public static FleetWord Of(FleetVerdict verdict) => verdict switch
    {
        FleetVerdict.Identical => new("identical", Messages.FleetWord_Identical),
        FleetVerdict.Superset => new("superset", Messages.FleetWord_Superset),
        FleetVerdict.Undecided => new("undecided", Messages.FleetWord_Undecided),
        _ => new("incompatible", Messages.FleetWord_Incompatible),
    };

    public static FleetWord Of(CpuAxisGrade grade) => grade switch
    {
        CpuAxisGrade.Harmless => new("harmless", Messages.FleetWord_Harmless),
        CpuAxisGrade.Risky => new("risky", Messages.FleetWord_Risky),
        CpuAxisGrade.Undecided => new("undecided", Messages.FleetWord_Undecided),
        _ => new("fatal", Messages.FleetWord_Fatal),
    };

    public static FleetWord Of(DriftGrade grade) => grade switch
    {
        DriftGrade.Harmless => Of(CpuAxisGrade.Harmless),
        DriftGrade.Risky => Of(CpuAxisGrade.Risky),
        DriftGrade.Undecided => Of(CpuAxisGrade.Undecided),
        _ => Of(CpuAxisGrade.Fatal),
    };

    public static FleetWord Of(FitKind fit) => fit switch
    {
        FitKind.Inside => new("inside", Messages.FleetWord_Inside),
        FitKind.Below => new("below", Messages.FleetWord_Below),
        FitKind.Exceeds => new("exceeds", Messages.FleetWord_Exceeds),
        _ => new("undecided", Messages.FleetWord_Undecided),
    };

    public static FleetWord Of(StatementTruth truth) => truth switch
    {
        StatementTruth.Physical => new("physical", Messages.FleetWord_Physical),
        StatementTruth.Kernel => new("kernel", Messages.FleetWord_Kernel),
        StatementTruth.Hypervisor => new("hypervisor", Messages.FleetWord_Hypervisor),
        StatementTruth.Baseline => new("baseline", Messages.FleetWord_Baseline),
        StatementTruth.Request => new("request", Messages.FleetWord_Request),
        _ => new("live", Messages.FleetWord_Live),
    };

    /// <summary>What is wanted or there, as one word: a model, or what stands instead.</summary>
    public static string CpuOf(CpuStatement statement) => statement.Model ?? (statement.Class switch
    {
        StatementClass.HostPassthrough => "host-passthrough",
        StatementClass.HostModel => "host-model",
        StatementClass.Maximum => "maximum",
        StatementClass.Minimum => "minimum",
        _ => statement.Signature is { } s ? $"{s.Family}/{s.Model}/{s.Stepping}" : "-",
    });

    /// <summary>An answer for people.</summary>
    public static string Of(CpuAnswer answer) => answer switch
    {
        CpuAnswer.Yes => Messages.FleetWord_Yes,
        CpuAnswer.No => Messages.FleetWord_No,
        _ => Messages.FleetWord_Undecided,
    };
}
