using NVirt.Cpu;

namespace NVirt.Cli.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(new[] { 0, 0 }, 0)]
    [InlineData(new[] { 0, 3 }, 3)]
    [InlineData(new[] { 3, 2, 0 }, 2)]
    [InlineData(new[] { 0, 2, 3, 1 }, 1)]
    public void Of_several_inputs_1_comes_before_2_before_3_before_0(int[] codes, int combined) => Assert.Equal(combined, ExitCode.Combine(codes));

    [Fact]
    public void The_codes_are_a_contract() =>
        Assert.Equal((0, 1, 2, 3), (ExitCode.Done, ExitCode.NotJudged, ExitCode.No, ExitCode.Undecided));

    [Fact]
    public void An_error_in_one_document_decides_over_the_others()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("nvirt-").FullName, "cpus.xml");
        File.WriteAllText(file, "<cpu><model>Nehalem</model></cpu><cpu><model>EPYC</model></cpu><cpu><model>Nothing</model></cpu>");
        var (code, output, _) = Tool.Run("cpu", "compare", file, "--host", "docs/examples/old-host.xml");
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Equal(["superset", "incompatible", "error"], output.Split('\n').Where(l => l.StartsWith(file, StringComparison.Ordinal)).Select(l => l.Split(' ')[^1]));
    }
}
