using NVirt.Cpu.X86;
using NVirt.Fleet.Axes;

namespace NVirt.Fleet.Tests.Axes;

/// <summary>Where state is saved, by leaves of published dumps: InstLatx64's of Alder Lake P (00906A4) and of Vermeer (0A20F12).</summary>
public sealed class XsaveLayoutTests
{
    private static readonly X86CpuData AlderLake = Data((2, 0x100, 0x240), (9, 8, 0xa80), (8, 0x80, 0));
    private static readonly X86CpuData Zen3 = Data((2, 0x100, 0x240), (9, 8, 0x980));

    private static X86CpuData Data(params (uint Component, uint Size, uint Offset)[] leaves) => X86CpuData.Create(
        [.. leaves.Select(l => X86Item.Cpuid(0xd, l.Component, l.Size, l.Offset, 0, 0))]);

    [Fact]
    public void Keys_of_pages_are_saved_elsewhere_on_amd()
    {
        var difference = XsaveLayout.Difference([AlderLake, Zen3], ["avx", "pku"]);
        Assert.Equal(9, difference!.Value.Component);
        Assert.Equal([2688u, 2432u], difference.Value.Places.Select(p => p!.Value.Offset));
    }

    [Fact]
    public void What_the_guest_does_not_need_may_differ() => Assert.Null(XsaveLayout.Difference([AlderLake, Zen3], ["avx"]));

    [Fact]
    public void Features_need_their_components() =>
        Assert.Equal([2, 5, 6, 7, 9], XsaveLayout.Needed(["pku", "avx512f", "avx", "aes"]));
}
