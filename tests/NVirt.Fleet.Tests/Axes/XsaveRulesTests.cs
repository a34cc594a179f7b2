using NVirt.Cpu;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>The state that XSAVE keeps, by published registers.</summary>
public sealed class XsaveRulesTests
{
    private static readonly AxisContext Criu = new() { Consumer = AxisConsumer.Criu };

    [Theory]
    [InlineData("Haswell", "Xeon-E5-2650-v3", CpuAxisGrade.Harmless, "2", "2")]
    [InlineData("Haswell,pku=on", "Xeon-E5-2650-v3", CpuAxisGrade.Fatal, "2 9", "2")]
    [InlineData("Haswell,pku=on", "Xeon-Gold-6148", CpuAxisGrade.Harmless, "2 9", "2 9")]
    [InlineData("Haswell,mpx=on", "Xeon-Gold-6530", CpuAxisGrade.Fatal, "2 3 4", "2")]
    [InlineData("Haswell,mpx=on", "Core-i7-8700", CpuAxisGrade.Harmless, "2 3 4", "2 3 4")]
    [InlineData("Haswell,intel-pt=on", "Core-i7-8700", CpuAxisGrade.Harmless, "2 8", "2 8")]
    [InlineData("Haswell,intel-pt=on", "Xeon-E5-2650-v3", CpuAxisGrade.Fatal, "2 8", "2")]
    [InlineData("Haswell,avx512f=on", "Ryzen-9-9950X-16-Core", CpuAxisGrade.Harmless, "2 5 6 7", "2 5 6 7")]
    [InlineData("Haswell,amx-tile=on", "Ryzen-9-9950X-16-Core", CpuAxisGrade.Fatal, "2 17 18", "2")]
    [InlineData("Haswell,amx-tile=on", "Xeon-Gold-6530", CpuAxisGrade.Harmless, "2 17 18", "2 17 18")]
    [InlineData("Haswell,cet-ss=on", "EPYC-7713-64-Core", CpuAxisGrade.Harmless, "2 11 12", "2 11 12")]
    [InlineData("Haswell,cet-ss=on", "EPYC-7601-32-Core", CpuAxisGrade.Fatal, "2 11 12", "2")]
    [InlineData("Haswell,avx=on", "Xeon-W3520", CpuAxisGrade.Fatal, "2", "-")]
    [InlineData("Nehalem", "Xeon-W3520", null, null, null)]
    public void The_host_must_keep_all_state(string guest, string target, CpuAxisGrade? grade, string? wanted, string? kept)
    {
        AxisFinding? finding = Judged.By(CpuAxis.XsaveComponents, Judged.Guest(guest), null, Judged.Dump(target));
        Assert.Equal((grade, wanted, kept), (finding?.Grade, finding?.Guest, finding?.Host));
    }

    [Theory]
    [InlineData("host,avx=on", CpuAxisGrade.Harmless)]
    [InlineData("host,avx=off", CpuAxisGrade.Fatal)]
    [InlineData("host", CpuAxisGrade.Undecided)]
    public void Where_the_leaf_was_not_read_the_feature_tells(string host, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.XsaveComponents, Judged.Guest("Haswell"), null, Judged.Host(cpu: host)));

    [Theory]
    [InlineData("Haswell,pku=on", "Xeon-Gold-6148", "Xeon-Gold-6530", CpuAxisGrade.Harmless)]
    [InlineData("Haswell,pku=on", "Xeon-Gold-6148", "EPYC-7713-64-Core", CpuAxisGrade.Fatal)]
    [InlineData("Haswell,pku=on", "EPYC-7713-64-Core", "Ryzen-9-9950X-16-Core", CpuAxisGrade.Harmless)]
    [InlineData("Haswell", "Xeon-Gold-6148", "EPYC-7713-64-Core", CpuAxisGrade.Harmless)]
    [InlineData("Haswell,avx512f=on", "Xeon-Gold-6148", "Ryzen-9-9950X-16-Core", CpuAxisGrade.Fatal)]
    [InlineData("host", "Xeon-Gold-6148", "Xeon-Gold-6530", CpuAxisGrade.Harmless)]
    [InlineData("Nehalem", "Xeon-Gold-6148", "EPYC-7713-64-Core", null)]
    public void State_must_be_at_the_same_place(string guest, string from, string target, CpuAxisGrade? grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.XsaveLayout, Judged.Guest(guest), Judged.Dump(from), Judged.Dump(target)));

    [Fact]
    public void Keys_of_pages_are_elsewhere_on_amd()
    {
        AxisFinding finding = Judged.By(
            CpuAxis.XsaveLayout, Judged.Guest("Haswell,pku=on"), Judged.Dump("Xeon-Gold-6148"), Judged.Dump("EPYC-7713-64-Core"))!;
        Assert.Equal((CpuAxisGrade.Fatal, "9:2688+8", "9:2432+8"), (finding.Grade, finding.Guest, finding.Host));
    }

    [Fact]
    public void The_same_model_of_processor_has_the_same_layout_though_nobody_read_it()
    {
        CpuStatement here = Judged.Dump("Xeon-Gold-6148") with { Axes = new StatementAxes() };
        CpuStatement guest = Judged.Guest("Haswell,pku=on");
        AssertBoth(CpuAxisGrade.Harmless, here);
        AssertBoth(CpuAxisGrade.Undecided, here with { Vendor = null });
        AssertBoth(CpuAxisGrade.Undecided, here with { Signature = null });
        CpuSignature own = here.Signature!.Value;
        AssertBoth(CpuAxisGrade.Undecided, here with { Signature = own with { Stepping = own.Stepping + 1 } });
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.XsaveSize, Judged.Guest("host"), here, here));

        void AssertBoth(CpuAxisGrade grade, CpuStatement target)
        {
            Assert.Equal(grade, Judged.Grade(CpuAxis.XsaveLayout, guest, here, target));
            Assert.Equal(grade, Judged.Grade(CpuAxis.XsaveSize, guest, here, target));
        }
    }

    [Fact]
    public void The_same_model_of_processor_may_have_been_told_to_keep_less()
    {
        CpuStatement here = Judged.Dump("Xeon-Gold-6148") with { Axes = new StatementAxes() };
        StatementBits bits = here.Bits;
        CpuStatement less = here with { Bits = new StatementBits(bits.Space, bits.YesSet - bits.Space.SetOf("pku"), bits.NoSet) };
        Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(CpuAxis.XsaveSize, Judged.Guest("Haswell,pku=on"), here, less));
        Assert.Equal(CpuAxisGrade.Harmless, Judged.Grade(CpuAxis.XsaveSize, Judged.Guest("Haswell"), here, less));
    }

    [Fact]
    public void The_area_ends_with_what_ends_last()
    {
        CpuStatement host = Judged.Host(new StatementAxes
        {
            Xsave = new StatementXsave { User = 0x207, Supervisor = 0, Size = 4096, Places = [new(2, 2000, 256), new(9, 600, 8)] },
        });
        AxisFinding finding = Judged.By(CpuAxis.XsaveSize, Judged.Guest("Haswell,pku=on"), host, host)!;
        Assert.Equal((CpuAxisGrade.Harmless, 2256UL), (finding.Grade, finding.Wanted));
    }

    [Fact]
    public void Criu_asks_of_a_guest_without_such_state_too() => Assert.Equal(
        CpuAxisGrade.Fatal, Judged.Grade(
            CpuAxis.XsaveSize, Judged.Guest("Nehalem"), Judged.Dump("Xeon-Gold-6148"), Judged.Dump("Xeon-Gold-6530"), Criu));

    [Fact]
    public void What_was_not_read_decides_nothing()
    {
        CpuStatement dump = Judged.Dump("Xeon-Gold-6148");
        CpuStatement unread = Judged.Dump("Xeon-Gold-6530") with { Axes = new StatementAxes() };
        CpuStatement guest = Judged.Guest("Haswell");
        foreach (CpuAxis axis in (CpuAxis[])[CpuAxis.XsaveLayout, CpuAxis.XsaveSize])
        {
            Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(axis, guest, dump, unread));
            Assert.Equal(CpuAxisGrade.Undecided, Judged.Grade(axis, guest, unread, dump));
            Assert.Contains(axis, AxisJudgement.Judge(guest, null, dump).NotJudged);
        }
    }

    [Theory]
    [InlineData("Haswell,pku=on", "Xeon-Gold-6148", "EPYC-7713-64-Core", CpuAxisGrade.Fatal, 2696UL, 2440UL)]
    [InlineData("Haswell,pku=on", "Xeon-Gold-6148", "Xeon-Gold-6130", CpuAxisGrade.Harmless, 2696UL, 2696UL)]
    [InlineData("Haswell,pku=on", "Xeon-Gold-6148", "Xeon-Gold-6530", CpuAxisGrade.Harmless, 2696UL, 11008UL)]
    [InlineData("Haswell", "Xeon-Gold-6148", "Xeon-E5-2650-v3", CpuAxisGrade.Harmless, 832UL, 832UL)]
    [InlineData("host", "Opteron-6234", "EPYC-7601-32-Core", CpuAxisGrade.Fatal, 960UL, 832UL)]
    [InlineData("host", "EPYC-7601-32-Core", "Opteron-6234", CpuAxisGrade.Harmless, 832UL, 960UL)]
    [InlineData("Nehalem", "Xeon-Gold-6148", "Xeon-W3520", null, null, null)]
    public void The_area_must_have_room(string guest, string from, string target, CpuAxisGrade? grade, ulong? area, ulong? room)
    {
        AxisFinding? finding = Judged.By(CpuAxis.XsaveSize, Judged.Guest(guest), Judged.Dump(from), Judged.Dump(target));
        Assert.Equal((grade, area, room), (finding?.Grade, finding?.Wanted, finding?.Offered));
    }

    [Theory]
    [InlineData("Xeon-Gold-6148", "Xeon-Gold-6530", CpuAxisGrade.Fatal)]
    [InlineData("Xeon-Gold-6148", "Xeon-Gold-6130", CpuAxisGrade.Harmless)]
    [InlineData("Xeon-Gold-6148", "Xeon-E5-2650-v3", CpuAxisGrade.Fatal)]
    public void Criu_needs_an_area_of_the_same_size(string from, string target, CpuAxisGrade grade) => Assert.Equal(
        grade, Judged.Grade(CpuAxis.XsaveSize, Judged.Guest("Haswell"), Judged.Dump(from), Judged.Dump(target), Criu));
}
