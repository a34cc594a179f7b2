using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

public class TypeTests
{
    [Fact]
    public void An_arch_makes_a_host() =>
        Assert.Equal(CpuType.Host, CpuXml.Parse("<cpu><arch>x86_64</arch><model>a</model></cpu>").Type);

    [Fact]
    public void An_arch_decides_even_if_it_comes_last() =>
        Assert.Equal(CpuType.Host, CpuXml.Parse("<cpu><model>a</model><feature policy='?' name='f'/><arch>x86_64</arch></cpu>").Type);

    [Fact]
    public void Without_an_arch_it_is_a_guest() => Assert.Equal(CpuType.Guest, CpuXml.Parse("<cpu/>").Type);

    [Fact]
    public void An_arch_with_match_is_malformed() => Refusal.IsXml("<cpu match='exact'><arch>x86_64</arch><model>a</model></cpu>");

    [Fact]
    public void An_empty_arch_makes_a_host_without_architecture() => Refusal.IsXml("<cpu><arch/><model>a</model></cpu>");

    [Fact]
    public void Another_root_is_malformed() => Refusal.IsXml("<domain/>");

    [Fact]
    public void A_forced_guest_ignores_its_arch()
    {
        CpuDefinition cpu = CpuXml.Parse("<cpu match='strict'><arch>?</arch></cpu>", CpuType.Guest);
        Assert.Equal((CpuType.Guest, CpuArchitecture.None, CpuMatch.Strict), (cpu.Type, cpu.Arch, cpu.Match));
    }

    [Fact]
    public void A_forced_host_needs_an_arch() => Refusal.IsXml("<cpu><model>a</model></cpu>", CpuType.Host);

    [Fact]
    public void A_forced_host_ignores_match_check_and_deprecated_features()
    {
        CpuDefinition cpu = CpuXml.Parse(
            "<cpu match='?' check='?' deprecated_features='?'><arch>s390x</arch><model>a</model></cpu>", CpuType.Host);
        Assert.Equal(CpuXml.Parse("<cpu><arch>s390x</arch><model>a</model></cpu>"), cpu);
    }

    [Fact]
    public void A_host_with_a_mode_is_unsupported() =>
        Refusal.IsUnsupported("<cpu mode='custom'><arch>x86_64</arch><model>a</model></cpu>");

    [Fact]
    public void A_host_that_was_read_has_no_mode() => Assert.Null(CpuXml.Parse("<cpu><arch>x86_64</arch><model>a</model></cpu>").Mode);

    [Fact]
    public void An_unknown_arch_is_unsupported() => Refusal.IsUnsupported("<cpu><arch>x86-64</arch><model>a</model></cpu>");

    [Fact]
    public void The_arch_is_read() =>
        Assert.Equal(CpuArchitecture.Ppc64le, CpuXml.Parse("<cpu><arch>ppc64le</arch><model>a</model></cpu>").Arch);

    [Fact]
    public void A_host_without_a_model_is_malformed() => Refusal.IsXml("<cpu><arch>x86_64</arch></cpu>");
}
