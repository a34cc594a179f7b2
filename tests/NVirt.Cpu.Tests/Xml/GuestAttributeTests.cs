using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class GuestAttributeTests
{
    [Theory]
    [InlineData("custom", CpuMode.Custom)]
    [InlineData("host-model", CpuMode.HostModel)]
    [InlineData("host-passthrough", CpuMode.HostPassthrough)]
    [InlineData("maximum", CpuMode.Maximum)]
    public void A_mode_is_read(string word, CpuMode mode) => Assert.Equal(mode, CpuXml.Parse($"<cpu mode='{word}'/>").Mode);

    [Fact]
    public void Without_mode_a_guest_is_custom() => Assert.Equal(CpuMode.Custom, CpuXml.Parse("<cpu/>").Mode);

    [Theory]
    [InlineData("")]
    [InlineData("Custom")]
    [InlineData("host")]
    public void An_unknown_mode_is_unsupported(string word) => Refusal.IsUnsupported($"<cpu mode='{word}'/>");

    [Theory]
    [InlineData("exact", CpuMatch.Exact)]
    [InlineData("minimum", CpuMatch.Minimum)]
    [InlineData("strict", CpuMatch.Strict)]
    public void A_match_is_read(string word, CpuMatch match) => Assert.Equal(match, CpuXml.Parse($"<cpu match='{word}'/>").Match);

    [Theory]
    [InlineData("")]
    [InlineData("loose")]
    public void An_unknown_match_is_malformed(string word) => Refusal.IsXml($"<cpu match='{word}'/>");

    [Theory]
    [InlineData("default", CpuCheck.Default)]
    [InlineData("none", CpuCheck.None)]
    [InlineData("partial", CpuCheck.Partial)]
    [InlineData("full", CpuCheck.Full)]
    public void A_check_is_read(string word, CpuCheck check) => Assert.Equal(check, CpuXml.Parse($"<cpu check='{word}'/>").Check);

    [Theory]
    [InlineData("")]
    [InlineData("half")]
    public void An_unknown_check_is_malformed(string word) => Refusal.IsXml($"<cpu check='{word}'/>");

    [Theory]
    [InlineData("host-passthrough", "on", true)]
    [InlineData("host-passthrough", "off", false)]
    [InlineData("maximum", "on", true)]
    public void Migratable_is_read(string mode, string word, bool migratable) =>
        Assert.Equal(migratable, CpuXml.Parse($"<cpu mode='{mode}' migratable='{word}'/>").Migratable);

    [Theory]
    [InlineData("custom")]
    [InlineData("host-model")]
    public void Migratable_with_another_mode_is_unsupported(string mode) => Refusal.IsUnsupported($"<cpu mode='{mode}' migratable='on'/>");

    [Fact]
    public void Migratable_on_a_host_is_unsupported() =>
        Refusal.IsUnsupported("<cpu migratable='on'><arch>x86_64</arch><model>a</model></cpu>");

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("default")]
    public void Another_word_for_migratable_is_malformed(string word) => Refusal.IsXml($"<cpu mode='maximum' migratable='{word}'/>");

    [Theory]
    [InlineData("on", true)]
    [InlineData("off", false)]
    public void Deprecated_features_are_read(string word, bool value) =>
        Assert.Equal(value, CpuXml.Parse($"<cpu mode='host-model' deprecated_features='{word}'/>").DeprecatedFeatures);

    [Fact]
    public void The_word_default_for_deprecated_features_is_malformed() => Refusal.IsXml("<cpu deprecated_features='default'/>");

    [Fact]
    public void What_is_not_given_is_absent()
    {
        CpuDefinition cpu = CpuXml.Parse("<cpu/>");
        Assert.Equal(new CpuDefinition(), cpu);
    }

    [Fact]
    public void Unknown_attributes_and_elements_are_ignored()
    {
        CpuDefinition cpu = CpuXml.Parse(
            "<cpu a='1' xmlns:n='urn:n' n:mode='?'><x><model>no</model></x><n:model>no</n:model><model b='2'>yes</model>text</cpu>");
        Assert.Equal(new CpuDefinition { Model = "yes" }, cpu);
    }
}
