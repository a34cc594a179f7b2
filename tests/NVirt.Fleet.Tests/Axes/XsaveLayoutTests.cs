using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Where state is saved, by leaves of published dumps: InstLatx64's of Alder Lake P (00906A4) and of Vermeer (0A20F12).</summary>
public sealed class XsaveLayoutTests
{
    private static readonly StatementXsave AlderLake = Xsave(0x207, 0x100, (2, 0x100, 0x240), (9, 8, 0xa80), (8, 0x80, 0));
    private static readonly StatementXsave Zen3 = Xsave(0x207, 0x1800, (2, 0x100, 0x240), (9, 8, 0x980));

    private static StatementXsave Xsave(ulong user, ulong? supervisor, params (int Component, uint Size, uint Offset)[] places) => new()
    {
        User = user,
        Supervisor = supervisor,
        Places = [.. places.Select(p => new StatementXsavePlace(p.Component, p.Offset, p.Size))],
    };

    private static IReadOnlyList<int> Needed(params string[] features) => XsaveLayout.Needed(features.Contains);

    [Fact]
    public void Keys_of_pages_are_saved_elsewhere_on_amd()
    {
        XsaveDifference difference = XsaveLayout.Difference([AlderLake, Zen3], Needed("avx", "pku"))!;
        Assert.Equal((CpuAxisGrade.Fatal, 9), (difference.Grade, difference.Component));
        Assert.Equal([2688u, 2432u], difference.Places.Select(p => p!.Value.Offset));
    }

    [Fact]
    public void What_the_guest_does_not_need_may_differ() => Assert.Null(XsaveLayout.Difference([AlderLake, Zen3], Needed("avx")));

    [Fact]
    public void Features_need_their_components() => Assert.Equal([2, 5, 6, 7, 9], Needed("pku", "avx512f", "avx", "aes"));

    [Fact]
    public void What_was_not_read_is_no_difference()
    {
        XsaveDifference difference = XsaveLayout.Difference([AlderLake, null], Needed("avx", "pku"))!;
        Assert.Equal((CpuAxisGrade.Undecided, 2), (difference.Grade, difference.Component));
        Assert.Null(difference.Places[1]);
    }

    [Fact]
    public void A_place_that_was_not_read_is_no_difference()
    {
        XsaveDifference difference = XsaveLayout.Difference([AlderLake, Xsave(0x207, 0, (2, 0x100, 0x240))], Needed("avx", "pku"))!;
        Assert.Equal((CpuAxisGrade.Undecided, 9), (difference.Grade, difference.Component));
    }

    [Fact]
    public void A_component_that_is_not_there_is_one()
    {
        XsaveDifference difference = XsaveLayout.Difference([AlderLake, Xsave(7, 0, (2, 0x100, 0x240))], Needed("avx", "pku"))!;
        Assert.Equal((CpuAxisGrade.Fatal, 9), (difference.Grade, difference.Component));
    }

    [Fact]
    public void What_no_host_has_is_no_difference() =>
        Assert.Null(XsaveLayout.Difference([Xsave(7, 0, (2, 0x100, 0x240)), Xsave(7, 0, (2, 0x100, 0x240))], Needed("avx", "pku")));

    [Fact]
    public void A_known_difference_counts_before_what_is_not_known() => Assert.Equal(
        CpuAxisGrade.Fatal, XsaveLayout.Difference([AlderLake, Zen3, null], Needed("avx", "pku"))!.Grade);

    [Fact]
    public void Components_of_the_system_are_not_denied_by_those_of_programs()
    {
        Assert.Null(Xsave(7, null).Has(8));
        Assert.False(Xsave(7, 0).Has(8));
        Assert.True(Xsave(7, 0x100).Has(8));
        Assert.False(Xsave(7, null).Has(9));
    }

    [Fact]
    public void The_size_counts_too() => Assert.Equal(
        CpuAxisGrade.Fatal, XsaveLayout.Difference([AlderLake, Xsave(7, 0, (2, 0x101, 0x240))], Needed("avx"))!.Grade);
}
