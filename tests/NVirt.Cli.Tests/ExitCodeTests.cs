using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(new[] { 0, 0 }, 0)]
    [InlineData(new[] { 0, 3 }, 3)]
    [InlineData(new[] { 3, 2, 0 }, 2)]
    [InlineData(new[] { 0, 2, 3, 1 }, 1)]
    public void Of_several_inputs_1_comes_before_2_before_3_before_0(int[] codes, int combined) =>
        Assert.Equal(combined, ExitCode.Combine(codes));

    [Fact]
    public void The_codes_are_a_contract() =>
        Assert.Equal((0, 1, 2, 3), (ExitCode.Done, ExitCode.NotJudged, ExitCode.No, ExitCode.Undecided));

    [Fact]
    public void A_refusal_is_2_where_the_rule_is_an_answer_and_1_where_it_is_none()
    {
        CpuRule[] answers =
        [
            CpuRule.ArchitectureDiffers, CpuRule.ArchitecturesDiffer, CpuRule.VendorDiffers, CpuRule.ModelDiffers, CpuRule.HostWithoutModel,
            CpuRule.ForbiddenFeatureProvided, CpuRule.RequiredFeatureMissing, CpuRule.ExtraFeature, CpuRule.BlockedFeature,
                CpuRule.ModelNotAllowed,
            CpuRule.NoModelFits, CpuRule.NothingInCommon, CpuRule.VendorsDiffer, CpuRule.UnexpectedlyEnabled, CpuRule.UnexpectedlyDisabled,
            CpuRule.EnabledAndDisabled, CpuRule.AxisDiffers,
        ];
        Assert.All(Enum.GetValues<CpuRule>(), rule => Assert.Equal(
            answers.Contains(rule) ? ExitCode.No
                : ExitCode.NotJudged, ExitCode.Of(new CpuRefusal(CpuErrorKind.Incompatible, new CpuReason(rule)))));
    }

    [Fact]
    public void One_reason_that_is_no_answer_leaves_it_unjudged() => Assert.Equal(
        ExitCode.NotJudged,
        ExitCode.Of(
            new CpuRefusal(CpuErrorKind.Internal,
                [new CpuReason(CpuRule.RequiredFeatureMissing, "aes"), new CpuReason(CpuRule.UnknownFeature, "b")])));

    [Fact]
    public void What_is_not_known_is_undecided_whatever_the_verdict()
    {
        CpuReason unknown = new(CpuRule.UnknownFeatureState, "aes");
        Assert.Equal(ExitCode.Undecided, ExitCode.Of(new CpuRefusal(CpuErrorKind.Undecided, unknown)));
        Assert.Equal(ExitCode.Undecided, ExitCode.Of(new CpuComparison(CpuVerdict.Superset) { Undecided = [unknown] }));
        Assert.Equal(ExitCode.Undecided, ExitCode.Of(new CpuComparison(CpuVerdict.Incompatible) { Undecided = [unknown] }));
        Assert.Equal(ExitCode.Undecided, ExitCode.Of(new CpuComparison(CpuVerdict.Identical) { IsJudged = false }));
        Assert.Equal(ExitCode.NotJudged, ExitCode.Of(new CpuComparison(CpuVerdict.Error) { Undecided = [unknown] }));
    }

    [Theory]
    [InlineData("<cpu match='strict'><model>Nehalem</model></cpu>", "docs/examples/new-host.xml", "pclmuldq")]
    [InlineData(
        "<cpu match='exact'><model>Nehalem</model><feature name='popcnt' policy='forbid'/></cpu>", "docs/examples/new-host.xml", "popcnt")]
    public void A_no_of_the_processor_is_2(string cpu, string host, string told)
    {
        using TempFolder folder = new();
        var (code, output, _) = Tool.Run("cpu", "compare", folder.Write("cpu.xml", cpu), "--host", host);
        Assert.Equal(ExitCode.No, code);
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_one_document_decides_over_the_others()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("nvirt-").FullName, "cpus.xml");
        File.WriteAllText(file, "<cpu><model>Nehalem</model></cpu><cpu><model>EPYC</model></cpu><cpu><model>Nothing</model></cpu>");
        var (code, output, _) = Tool.Run("cpu", "compare", file, "--host", "docs/examples/old-host.xml");
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Equal(["superset", "incompatible", "error"], output.Split('\n').Where(l => l.StartsWith(file, StringComparison.Ordinal))
            .Select(l => l.Split(' ')[^1]));
    }

    [Fact]
    public void A_mode_of_EVC_that_something_unread_decides_on_is_undecided()
    {
        // A CPUID dump says nothing about MSRs, in which the model of this mode has features.
        CpuEncoding sets = CpuDriver.For(CpuArchitecture.X86_64).Encode(new CpuDefinition { Model = "SapphireRapids", Vendor = "Intel" });
        X86CpuData data = ((X86CpuData)sets.Required).Add((X86CpuData)sets.Vendor);
        string file = Path.Combine(Directory.CreateTempSubdirectory("nvirt-").FullName, "dump.txt");
        File.WriteAllLines(
            file, data.Items.Where(i => !i.IsMsr)
                .Select(i =>
                    $"0x{i.Leaf:x8} 0x{i.Subleaf:x2}: eax=0x{(i.Leaf == 0 ? 0x1f : i.Eax):x8} ebx=0x{i.Ebx:x8} ecx=0x{i.Ecx:x8} "
                        + $"edx=0x{i.Edx:x8}"));
        var (code, output, error) = Tool.Run("vmware", "evc", file);
        Assert.Equal(string.Empty, error);
        Assert.Equal(ExitCode.Undecided, code);
        Assert.Contains("Undecided: intel-sapphirerapids", output, StringComparison.Ordinal);
    }
}
