using NVirt.Cpu.Probe.Linux;

namespace NVirt.Cpu.Probe.Tests;

public class CpuInfoTests
{
    private const string Sample = """
        processor	: 0
        vendor_id	: AuthenticAMD
        microcode	: 0x1000065
        address sizes	: 52 bits physical, 57 bits virtual

        processor	: 1
        microcode	: 0x99
        address sizes	: 40 bits physical, 48 bits virtual
        """;

    [Fact]
    public void The_first_processor_counts() => Assert.Equal(new CpuInfo(0x1000065, 52, 57), CpuInfo.Parse(Sample));

    [Theory]
    [InlineData("0x2a", 42u)]
    [InlineData("0X2A", 42u)]
    [InlineData("42", 42u)]
    [InlineData("052", 42u)]
    [InlineData("0", 0u)]
    [InlineData("0xffffffff", 0xffffffffu)]
    [InlineData("0x100000000", 0u)]
    [InlineData("09", 0u)]
    [InlineData("what", 0u)]
    [InlineData("", 0u)]
    public void The_prefix_of_the_microcode_tells_its_base(string text, uint expected) =>
        Assert.Equal(expected, CpuInfo.Parse($"microcode\t: {text}\n").Microcode);

    [Fact]
    public void Microcode_after_the_first_4_KiB_is_not_looked_for() =>
        Assert.Equal(0u, CpuInfo.Parse($"flags\t: {new string('x', 4096)}\nmicrocode\t: 0x1\n").Microcode);

    [Fact]
    public void Address_sizes_after_the_first_4_KiB_are_found() =>
        Assert.Equal(
            48, CpuInfo.Parse($"flags\t: {new string('x', 4096)}\naddress sizes\t: 48 bits physical, 48 bits virtual\n").PhysicalBits);

    [Fact]
    public void Physical_bits_may_stand_alone() =>
        Assert.Equal(new CpuInfo(0, 36, null), CpuInfo.Parse("address sizes : 36 bits physical"));

    [Theory]
    [InlineData("address sizes\t: 0 bits physical, 999 bits virtual")]
    [InlineData("address sizes\t: many bits")]
    [InlineData("address sizes\t:")]
    [InlineData("no colon")]
    [InlineData("")]
    public void What_is_not_as_expected_is_unknown(string text) => Assert.Equal(default, CpuInfo.Parse(text));
}
