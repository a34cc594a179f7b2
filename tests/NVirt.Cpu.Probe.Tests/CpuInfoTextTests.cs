using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Tests.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

public class CpuInfoTextTests
{
    private const string Sample = "processor\t: 0\nkind\t\t: big : red\n\nprocessor\t: 1\nkind\t\t: small\nsize: 0x1F\n";

    [Fact]
    public void The_first_line_with_a_key_counts()
    {
        Assert.Equal(new CpuInfoLine("kind", "big : red", 2), new CpuInfoText(Sample).Find("kind"));
        Assert.Equal(new CpuInfoLine("processor", "0", 1), new CpuInfoText(Sample).Find("proc", isPrefix: true));
        Assert.Null(new CpuInfoText(Sample).Find("proc"));
    }

    [Fact]
    public void Control_characters_of_a_value_become_blanks() =>
        Assert.Equal("a [31m b", new CpuInfoText("k: a\u001b[31m\tb").Find("k")?.Value);

    [Fact]
    public void A_line_that_is_needed_and_missing_is_a_problem()
    {
        CpuInfoText info = new(Sample);
        Assert.Null(info.Require("colour"));
        Assert.Equal("there is no line \"colour\"", info.Problem);
        Assert.Equal("f: there is no line \"colour\"", info.ProblemIn("f"));
    }

    [Fact]
    public void All_problems_are_told()
    {
        CpuInfoText info = new(Sample);
        Assert.Null(info.Problem);
        info.Unexpected(info.Find("size")!, "larger");
        info.Require("colour");
        Assert.Equal("line 6: \"size\" must be larger, got \"0x1F\"; there is no line \"colour\"", info.Problem);
        Assert.Equal("f:6:1: \"size\" must be larger, got \"0x1F\"", info.ProblemIn("f"));
    }

    [Theory]
    [InlineData("0x1f", 0x1ful)]
    [InlineData("0x1F", 0x1ful)]
    [InlineData("0x001f", 0x1ful)]
    [InlineData("0x20", null)]
    [InlineData("1f", null)]
    [InlineData("0x", null)]
    [InlineData("0x1g", null)]
    [InlineData("0x1 f", null)]
    [InlineData("0x-1", null)]
    [InlineData("0x10000000000000001", null)]
    [InlineData("", null)]
    public void A_hexadecimal_number_has_0x_and_a_limit(string text, ulong? expected)
    {
        CpuInfoText info = new($"n: {text}");
        Assert.Equal(expected, info.Hex(info.Find("n"), 0x1f));
        Assert.Equal(
            expected is null ? $"line 1: \"n\" must be a hexadecimal number after 0x, up to 0x1f, got \"{text}\"" : null, info.Problem);
    }

    [Fact]
    public void Processors_that_are_alike_are_a_group()
    {
        CpuInfoText info = new("x: y\nprocessor: 2\na: 1\nb: 2\nprocessor: 0\na: 1\nb: 3\nprocessor: 1\nb: 2\na: 1\nprocessor: 3\n");
        Assert.Equal(["1 3", "1 2"], info.Groups("a", "b").Select(g => g.Identity));
        Assert.Equal([[0], [1, 2]], info.Groups("a", "b").Select(g => g.Cpus));
    }

    [Fact]
    public void A_file_is_read_up_to_a_limit_and_its_absence_is_the_problem()
    {
        using FakeMachine machine = new();
        HostSystem system = FakeSystem.Of(CpuArchitecture.Riscv64, machine);
        CpuInfoText info = CpuInfoText.Read(system);
        info.Require("isa");
        Assert.Equal("there is no such file", info.Problem);
        machine.WithCpuInfo(new string('\n', 5 << 20) + "isa: rv64i\n");
        Assert.Null(CpuInfoText.Read(system).Find("isa"));
    }
}
