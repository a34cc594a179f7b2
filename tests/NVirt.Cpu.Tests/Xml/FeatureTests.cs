using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class FeatureTests
{
    [Fact]
    public void A_feature_without_policy_is_required() =>
        Assert.Equal([new CpuFeature("f", CpuPolicy.Require)], CpuXml.Parse("<cpu><model>a</model><feature name='f'/></cpu>").Features);

    [Theory]
    [InlineData("force", CpuPolicy.Force)]
    [InlineData("require", CpuPolicy.Require)]
    [InlineData("optional", CpuPolicy.Optional)]
    [InlineData("disable", CpuPolicy.Disable)]
    [InlineData("forbid", CpuPolicy.Forbid)]
    public void A_policy_is_read(string word, CpuPolicy policy) => Assert.Equal(
        [new CpuFeature("f", policy)], CpuXml.Parse($"<cpu><model>a</model><feature policy='{word}' name='f'/></cpu>").Features);

    [Theory]
    [InlineData("")]
    [InlineData("allow")]
    public void An_unknown_policy_is_unsupported(string word) =>
        Refusal.IsUnsupported($"<cpu><model>a</model><feature policy='{word}' name='f'/></cpu>");

    [Fact]
    public void A_host_feature_has_no_policy_whatever_it_says() => Assert.Equal(
        [new CpuFeature("f")], CpuXml.Parse("<cpu><arch>i686</arch><model>a</model><feature policy='?' name='f'/></cpu>").Features);

    [Fact]
    public void Features_keep_their_order() => Assert.Equal(
        ["z", "a", "m"],
        CpuXml.Parse("<cpu><feature name='z'/><model>a</model><feature name='a'/><feature name='m'/></cpu>").Features.Select(f => f.Name));

    [Theory]
    [InlineData("<feature/>")]
    [InlineData("<feature name=''/>")]
    [InlineData("<feature name='f'/><feature policy='disable' name='f'/>")]
    public void A_name_that_is_missing_or_stands_twice_is_malformed(string features)
    {
        Refusal.IsXml($"<cpu><model>a</model>{features}</cpu>");
        Refusal.IsXml($"<cpu><arch>i686</arch><model>a</model>{features}</cpu>");
    }

    [Fact]
    public void Case_tells_names_apart() =>
        Assert.Equal(2, CpuXml.Parse("<cpu><model>a</model><feature name='f'/><feature name='F'/></cpu>").Features.Count);

    [Fact]
    public void Features_of_a_custom_CPU_without_a_model_are_malformed() => Refusal.IsXml("<cpu><feature name='f'/></cpu>");

    [Theory]
    [InlineData("host-model")]
    [InlineData("host-passthrough")]
    [InlineData("maximum")]
    public void Features_in_another_mode_need_no_model(string mode) =>
        Assert.Single(CpuXml.Parse($"<cpu mode='{mode}'><feature name='f'/></cpu>").Features);

    [Fact]
    public void Names_are_not_looked_up() =>
        Assert.True(CpuXml.Parse("<cpu><model>none</model><feature name='no such'/></cpu>").Features.Contains("no such"));
}
