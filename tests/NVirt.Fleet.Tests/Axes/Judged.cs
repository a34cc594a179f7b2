using System.Text;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;
using NVirt.Testing;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Questions for the rules, from documents and from what is said of hosts.</summary>
internal static class Judged
{
    public static AxisContext Qemu { get; } = new() { Hypervisor = AxisHypervisor.Qemu };

    /// <summary>A guest by its -cpu of QEMU, with KVM.</summary>
    public static CpuStatement Guest(string cpu, StatementAxes? axes = null)
    {
        CpuStatement guest = PlatformReader.Read(
            Encoding.UTF8.GetBytes(cpu), "guest", new PlatformReadOptions { Kvm = true }, "qemu-cpu")[0];
        return axes is null ? guest : guest with { Axes = axes };
    }

    /// <summary>A host of which only this is known, and features by its -cpu.</summary>
    public static CpuStatement Host(StatementAxes? axes = null, string cpu = "host") =>
        Guest(cpu) with { Subject = StatementSubject.Host, Class = StatementClass.None, Model = null, Axes = axes ?? new StatementAxes() };

    /// <summary>A host that published its registers; the test is skipped without the shared folder.</summary>
    public static CpuStatement Dump(string name)
    {
        string path = Places.Shared("conformance", "data", $"x86_64-cpuid-{name}.xml");
        return PlatformReader.Read(File.ReadAllBytes(path), path)[0];
    }

    /// <summary>Any document.</summary>
    public static CpuStatement Read(string text) => PlatformReader.Read(Encoding.UTF8.GetBytes(text), "text")[0];

    /// <summary>What the rule on an axis says, if anything. All rules say only what their table has.</summary>
    public static AxisFinding? By(CpuAxis axis, CpuStatement guest, CpuStatement? from, CpuStatement target, AxisContext? context = null)
    {
        AxisVerdict verdict = AxisJudgement.Judge(guest, from, target, context);
        Assert.All(verdict.Findings, f => Assert.Contains((f.Grade, f.Why), AxisTable.Rules.Single(r => r.Axis == f.Axis).Outcomes));
        return verdict.Findings.SingleOrDefault(f => f.Axis == axis);
    }

    /// <summary>The grade of the rule on an axis; <see langword="null"/> if it says nothing.</summary>
    public static CpuAxisGrade? Grade(
        CpuAxis axis, CpuStatement guest, CpuStatement? from, CpuStatement target, AxisContext? context = null) =>
        By(axis, guest, from, target, context)?.Grade;
}
