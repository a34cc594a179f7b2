using System.Globalization;
using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;
using NVirt.Testing;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>The table of rules, its texts, and docs/axes.md, which is made from it.</summary>
public sealed class AxisTableTests
{
    private const string Begin = "<!-- made from the table of rules: NVIRT_ACCEPT=1 makes it again -->\n";
    private const string End = "<!-- end of the table -->\n";

    private static readonly string Document = Path.Combine(Places.Root, "docs", "axes.md");

    [Fact]
    public void Every_axis_has_one_rule() =>
        Assert.Equal(Enum.GetValues<CpuAxis>().Order(), AxisTable.Rules.Select(r => r.Axis).Order());

    [Fact]
    public void Every_reason_is_that_of_a_rule() => Assert.Equal(
        Enum.GetValues<AxisWhy>(), AxisTable.Rules.SelectMany(r => r.Outcomes).Select(o => o.Why).Distinct().Order());

    [Theory]
    [InlineData("")]
    [InlineData("de")]
    public void Everything_has_a_text(string language)
    {
        CultureInfo culture = new(language);
        string[] keys =
        [
            .. Enum.GetNames<CpuAxis>().SelectMany(a => (string[])[$"Axis_{a}", $"Ask_{a}"]),
            .. Enum.GetNames<AxisWhy>().Select(w => $"Why_{w}"),
        ];
        Assert.All(keys, k => Assert.False(string.IsNullOrEmpty(Messages.ResourceManager.GetString(k, culture)), k));
    }

    [Fact]
    public void Undecided_is_only_what_could_be_fatal() => Assert.All(
        AxisTable.Rules.Where(r => r.Outcomes.Any(o => o.Grade == CpuAxisGrade.Undecided)),
        r => Assert.Contains(r.Outcomes, o => o.Grade == CpuAxisGrade.Fatal));

    [Fact]
    public void The_document_has_the_table()
    {
        string text = File.ReadAllText(Document).ReplaceLineEndings("\n");
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin);
        string made = text[..begin] + Table() + text[end..];
        if (Environment.GetEnvironmentVariable("NVIRT_ACCEPT") == "1")
        {
            File.WriteAllText(Document, made);
        }

        Assert.Equal(made, text);
    }

    [Fact]
    public void A_guest_of_which_nothing_is_known_is_judged_without_an_error()
    {
        CpuStatement nothing = Judged.Host();
        foreach (CpuStatement guest in (CpuStatement[])[Judged.Guest("host"), Judged.Guest("Haswell"), Judged.Guest("base"), nothing])
        {
            foreach (CpuStatement? from in (CpuStatement?[])[null, nothing])
            {
                Assert.NotEqual(CpuAxisGrade.Fatal, AxisJudgement.Judge(guest, from, nothing).Worst);
            }
        }
    }

    [Fact]
    public void Only_a_few_axes_are_those_of_any_architecture()
    {
        CpuStatement guest = Judged.Guest("host", new StatementAxes { Machine = "virt-8.2" }) with { Arch = CpuArchitecture.Aarch64 };
        CpuStatement host = Judged.Host(new StatementAxes { QemuVersion = new Version(8, 2) }) with { Arch = CpuArchitecture.Aarch64 };
        AxisVerdict verdict = AxisJudgement.Judge(guest, host, host, Judged.Qemu);
        Assert.Equal([CpuAxis.MachineType, CpuAxis.QemuVersion], verdict.Findings.Select(f => f.Axis));
        Assert.Empty(verdict.NotJudged);
    }

    [Fact]
    public void A_host_fits_itself()
    {
        foreach (string name in (string[])["Xeon-Gold-6148", "EPYC-7713-64-Core", "Core-i7-1365U", "Core2-E6850", "Opteron-6234"])
        {
            CpuStatement host = Judged.Dump(name);
            Assert.All(
                AxisJudgement.Judge(host, null, host).Findings, f => Assert.True(f.Grade == CpuAxisGrade.Harmless, $"{name}: {f}"));
            Assert.All(
                AxisJudgement.Judge(Judged.Guest("host"), host, host).Findings,
                f => Assert.True(f.Grade == CpuAxisGrade.Harmless, $"{name}: {f}"));
        }
    }

    [Fact]
    public void The_worst_grade_is_that_of_the_worst_finding()
    {
        CpuStatement host = Judged.Host(new StatementAxes { PhysBits = 39 });
        CpuStatement relaxed = host with { Axes = host.Axes with { HyperV = new StatementNames("relaxed") } };
        AxisVerdict verdict = AxisJudgement.Judge(Judged.Guest("Nehalem,hv-relaxed=on"), null, relaxed, Judged.Qemu);
        Assert.Equal([CpuAxisGrade.Fatal, CpuAxisGrade.Harmless], verdict.Findings.Select(f => f.Grade));
        Assert.Equal(CpuAxisGrade.Fatal, verdict.Worst);
        Assert.Equal(CpuAxisGrade.Harmless, AxisJudgement.Judge(Judged.Guest("base"), null, host).Worst);
        Assert.Equal(CpuAxisGrade.Undecided, AxisJudgement.Judge(Judged.Guest("Nehalem"), null, Judged.Host(), Judged.Qemu).Worst);
    }

    [Fact]
    public void A_finding_becomes_a_reason_of_its_own_kind()
    {
        CpuStatement host = Judged.Host(new StatementAxes { PhysBits = 39 });
        CpuReason reason = Judged.By(CpuAxis.PhysicalAddressBits, Judged.Guest("Nehalem"), null, host, Judged.Qemu)!.ToReason();
        Assert.Equal(
            (CpuRule.AxisDiffers, "physical-address-bits", "40", "39"), (reason.Rule, reason.Subject, reason.Expected, reason.Actual));
        Assert.NotEmpty(reason.Describe());
        Assert.NotEmpty(reason.Remedy());
    }

    private static string Table()
    {
        StringBuilder text = new("| axis | asks | grades | when | source |\n| --- | --- | --- | --- | --- |\n");
        foreach (AxisRule rule in AxisTable.Rules)
        {
            string outcomes = string.Join("<br>", rule.Outcomes.GroupBy(o => o.Grade)
                .Select(g => $"{g.Key.ToString().ToLowerInvariant()}: {string.Join("; ", g.Select(o => Text("Why_" + o.Why)))}"));
            text.Append(CultureInfo.InvariantCulture,
                $"| {Text("Axis_" + rule.Axis)}, `{AxisFinding.WordOf(rule.Axis)}` | {Text("Ask_" + rule.Axis)} | {outcomes} ")
                .Append(
                    CultureInfo.InvariantCulture, $"| {(rule.Compares ? "moves" : "starts, moves")} | {AxisLists.SourceOf(rule.Axis)} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Text(string key) => Messages.ResourceManager.GetString(key, CultureInfo.InvariantCulture)!;
}
