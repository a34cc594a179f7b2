using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Plans;
using NVirt.Platforms;

namespace NVirt.Fleet.Answers;

/// <summary>The words of answers about fleets, in the user's language.</summary>
public static class FleetWords
{
    /// <summary>Whether guests can run on hosts.</summary>
    public static FleetWord Of(FleetVerdict verdict) => verdict switch
    {
        FleetVerdict.Identical => new("identical", Messages.Word_Identical),
        FleetVerdict.Superset => new("superset", Messages.Word_Superset),
        FleetVerdict.Undecided => new("undecided", Messages.Word_Undecided),
        _ => new("incompatible", Messages.Word_Incompatible),
    };

    /// <summary>How bad it is if what is not a feature differs.</summary>
    public static FleetWord Of(CpuAxisGrade grade) => grade switch
    {
        CpuAxisGrade.Harmless => new("harmless", Messages.Word_Harmless),
        CpuAxisGrade.Risky => new("risky", Messages.Word_Risky),
        CpuAxisGrade.Undecided => new("undecided", Messages.Word_Undecided),
        _ => new("fatal", Messages.Word_Fatal),
    };

    /// <summary>How bad a change is.</summary>
    public static FleetWord Of(DriftGrade grade) => grade switch
    {
        DriftGrade.Harmless => Of(CpuAxisGrade.Harmless),
        DriftGrade.Risky => Of(CpuAxisGrade.Risky),
        DriftGrade.Undecided => Of(CpuAxisGrade.Undecided),
        _ => Of(CpuAxisGrade.Fatal),
    };

    /// <summary>How a guest fits its pool.</summary>
    public static FleetWord Of(FitKind fit) => fit switch
    {
        FitKind.Inside => new("inside", Messages.Word_Inside),
        FitKind.Below => new("below", Messages.Word_Below),
        FitKind.Exceeds => new("exceeds", Messages.Word_Exceeds),
        _ => new("undecided", Messages.Word_Undecided),
    };

    /// <summary>Whose word a statement is.</summary>
    public static FleetWord Of(StatementTruth truth) => truth switch
    {
        StatementTruth.Physical => new("physical", Messages.Word_Physical),
        StatementTruth.Kernel => new("kernel", Messages.Word_Kernel),
        StatementTruth.Hypervisor => new("hypervisor", Messages.Word_Hypervisor),
        StatementTruth.Baseline => new("baseline", Messages.Word_Baseline),
        StatementTruth.Request => new("request", Messages.Word_Request),
        _ => new("live", Messages.Word_Live),
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
        CpuAnswer.Yes => Messages.Word_Yes,
        CpuAnswer.No => Messages.Word_No,
        _ => Messages.Word_Undecided,
    };
}
