using System.Collections.Immutable;
using NVirt.Cpu.Rules;

namespace NVirt.Cpu.Tests.Rules;

/// <summary>Words for reasons: what is left out where there is nothing to say, and how many are told.</summary>
public sealed class ReasonTextTests
{
    private static readonly CpuReason Missing = new(CpuRule.RequiredFeatureMissing, "aes") { Policy = CpuPolicy.Require };

    [Fact]
    public void A_feature_without_a_coordinate_is_told_without_parentheses()
    {
        Assert.StartsWith("aes is required, and the host lacks it (", Missing.Describe(), StringComparison.Ordinal);
        Assert.StartsWith("aes (HERE) is required", (Missing with { Coordinate = "HERE" }).Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_hypervisor_gives_has_a_remedy_of_its_own()
    {
        string remedy = (Missing with { IsGivenByHypervisor = true }).Remedy();
        Assert.StartsWith("KVM gives this to guests on any processor", remedy, StringComparison.Ordinal);
        Assert.NotEqual(remedy, Missing.Remedy());
    }

    [Fact]
    public void A_rule_without_a_remedy_has_an_empty_one() => Assert.Empty(new CpuReason(CpuRule.Malformed, "x").Remedy());

    [Fact]
    public void One_unknown_name_with_a_hint_is_a_sentence_and_one_without_is_a_list_of_one()
    {
        CpuReason tsx = CpuMap.Default.UnknownFeature("tsx");
        CpuReason nothing = CpuMap.Default.UnknownFeature("nothing-like-it");
        Assert.Equal(tsx.Describe(), ReasonText.Summarize([tsx]));
        Assert.Equal("no CPU feature is named: nothing-like-it", ReasonText.Summarize([nothing]));
        Assert.Equal(
            "no CPU feature is named: tsx (tsx is libvirt's hle and rtm), nothing-like-it", ReasonText.Summarize([tsx, nothing]));
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(513, true)]
    public void So_many_are_told_and_that_there_are_more(int count, bool isCut)
    {
        ImmutableArray<CpuReason> reasons = [.. Enumerable.Range(0, count).Select(i => Missing with { Subject = $"f{i}" })];
        string text = ReasonText.Summarize(reasons);
        Assert.Equal(isCut, text.EndsWith(", f511, ...", StringComparison.Ordinal));
        Assert.Equal(!isCut, text.EndsWith(", f511", StringComparison.Ordinal));
    }
}
