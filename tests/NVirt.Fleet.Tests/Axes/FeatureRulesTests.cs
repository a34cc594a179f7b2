using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Features whose absence means something else than that of others.</summary>
public sealed class FeatureRulesTests
{
    [Theory]
    [InlineData("Haswell,vmx=on,vmx-ept=on", "host,vmx-ept=on", CpuAxisGrade.Harmless)]
    [InlineData("Haswell,vmx=on,vmx-ept=on", "host,vmx-ept=off", CpuAxisGrade.Fatal)]
    [InlineData("Haswell,vmx=on,vmx-ept=on", "host", CpuAxisGrade.Undecided)]
    [InlineData("Haswell,vmx=off,vmx-ept=on", "host,vmx-ept=off", CpuAxisGrade.Harmless)]
    [InlineData("Haswell,vmx=off,vmx-ept=on", "host,vmx-ept=on", null)]
    public void Nested_guests_need_what_the_guest_has(string guest, string host, CpuAxisGrade? grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.MsrFeatures, Judged.Guest($"{guest}{Plain}"), null, Judged.Host(cpu: host)));

    // QEMU's model has others, of which the hosts here say nothing.
    private static string Plain => string.Concat(Judged.Guest("Haswell").Bits.Yes
        .Where(n => n.StartsWith("vmx-", StringComparison.Ordinal) && n != "vmx-ept").Select(n => $",{n}=off"));

    [Fact]
    public void Published_registers_of_msrs_tell_of_nested_guests()
    {
        CpuStatement guest = Judged.Guest($"Haswell,vmx=on,vmx-ept=on{Plain}");
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.MsrFeatures, guest, null, Judged.Dump("EPYC-7713-64-Core")));
    }

    [Theory]
    [InlineData("rsba")]
    [InlineData("fb-clear")]
    [InlineData("rfds-clear")]
    public void What_the_host_tells_and_the_guest_does_not_is_risky(string name)
    {
        CpuStatement host = Judged.Host(cpu: $"host,{name}=on");
        AxisFinding finding = Judged.By(CpuAxis.InvertedFeatures, Judged.Guest("Haswell"), null, host)!;
        Assert.Equal((CpuAxisGrade.Risky, name), (finding.Grade, finding.Host));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.InvertedFeatures, Judged.Guest($"Haswell,{name}=on"), null, host));
        Assert.Null(Judged.Grade(CpuAxis.InvertedFeatures, Judged.Guest("Haswell"), null, Judged.Host(cpu: $"host,{name}=off")));
        Assert.Null(Judged.Grade(CpuAxis.InvertedFeatures, Judged.Guest("host"), null, host));
    }

    [Fact]
    public void A_bit_without_a_name_in_libvirt_is_told_by_registers_only()
    {
        CpuStatement host = Judged.Host(new StatementAxes { UnnamedSet = new StatementNames("rrsba") });
        AxisFinding finding = Judged.By(CpuAxis.InvertedFeatures, Judged.Guest("Haswell"), null, host)!;
        Assert.Equal((CpuAxisGrade.Risky, "rrsba"), (finding.Grade, finding.Host));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.InvertedFeatures, Judged.Guest("host"), host, host));
        Assert.Equal(
            CpuAxisGrade.Risky, Judged.Grade(
                CpuAxis.InvertedFeatures, Judged.Guest("host"),
                Judged.Host(new StatementAxes { UnnamedClear = new StatementNames("rrsba") }), host));
        Assert.Null(Judged.Grade(CpuAxis.InvertedFeatures, Judged.Guest("host"), Judged.Host(), host));
        Assert.Null(Judged.Grade(CpuAxis.InvertedFeatures, Judged.Guest("Haswell"), null, Judged.Host()));
    }

    [Fact]
    public void A_real_host_tells_more_than_an_old_guest_knows()
    {
        AxisFinding finding = Judged.By(CpuAxis.InvertedFeatures, Judged.Guest("Haswell"), null, Judged.Dump("Core-i7-1365U"))!;
        Assert.Equal((CpuAxisGrade.Risky, "rrsba rfds-clear"), (finding.Grade, finding.Host));
    }

    [Theory]
    [InlineData(1u, CpuAxisGrade.Fatal)]
    [InlineData(2u, CpuAxisGrade.Harmless)]
    [InlineData(3u, CpuAxisGrade.Harmless)]
    [InlineData(null, CpuAxisGrade.Undecided)]
    public void A_lower_version_of_avx10_is_fatal(uint? version, CpuAxisGrade grade)
    {
        CpuStatement guest = Judged.Guest("Haswell,avx10=on,avx10-version=2");
        CpuStatement host = Judged.Host(new StatementAxes { Avx10Version = version }, "host,avx10=on");
        Assert.Equal(grade, Judged.Grade(CpuAxis.Avx10, guest, null, host));
        Assert.Null(Judged.Grade(CpuAxis.Avx10, Judged.Guest("Haswell"), null, host));
    }

    [Fact]
    public void A_host_without_avx10_has_no_version()
    {
        CpuStatement guest = Judged.Guest("Haswell,avx10=on,avx10-version=2");
        Assert.Equal(CpuAxisGrade.Fatal, Judged.Grade(CpuAxis.Avx10, guest, null, Judged.Dump("Xeon-Gold-6530")));
        Assert.Null(Judged.Grade(CpuAxis.Avx10, Judged.Guest("Haswell,avx10=on"), null, Judged.Dump("Xeon-Gold-6530")));
        Assert.Equal(
            CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.Avx10, Judged.Guest("Haswell,avx10=on"), Judged.Host(), Judged.Host()));
    }

    [Theory]
    [InlineData("Haswell,fsrm=on", "fsrm osxsave", "ht")]
    [InlineData("Haswell", "osxsave", "ht")]
    public void Hints_may_differ(string guest, string lost, string gained)
    {
        AxisFinding finding = Judged.By(
            CpuAxis.HarmlessFeatures, Judged.Guest(guest + ",osxsave=on,hypervisor=off"), null,
            Judged.Host(cpu: "host,erms=on,fsrm=off,osxsave=off,hypervisor=off,ht=on"))!;
        Assert.Equal((CpuAxisGrade.Harmless, lost, gained), (finding.Grade, finding.Guest, finding.Host));
    }

    [Fact]
    public void A_hint_that_only_the_host_has_is_told()
    {
        AxisFinding finding = Judged.By(
            CpuAxis.HarmlessFeatures, Judged.Guest("Haswell,fsrm=off"), null, Judged.Host(cpu: "host,fsrm=on"))!;
        Assert.Equal((AxisFinding.None, "fsrm"), (finding.Guest, finding.Host));
    }

    [Fact]
    public void Published_registers_differ_in_hints()
    {
        AxisFinding finding = Judged.By(
            CpuAxis.HarmlessFeatures, Judged.Dump("Xeon-Gold-6530"), null, Judged.Dump("Xeon-Gold-6148"))!;
        Assert.Equal(CpuAxisGrade.Harmless, finding.Grade);
        Assert.Contains("fsrm", finding.Guest, StringComparison.Ordinal);
        Assert.Null(Judged.Grade(CpuAxis.HarmlessFeatures, Judged.Dump("Xeon-Gold-6148"), null, Judged.Dump("Xeon-Gold-6148")));
    }
}
