using NVirt.Cpu;
using NVirt.Qemu.CommandLine;
using static NVirt.Qemu.Tests.CommandLine.Guests;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary>The CPU that a guest gets when it starts (hypervisor-rules.md 4.3).</summary>
public sealed class CpuResolutionTests
{
    private static readonly QemuCommandLineOptions NotFresh = new() { IsFresh = false };

    [Fact]
    public void Host_model_becomes_a_model_with_what_migrates()
    {
        CpuDefinition cpu = Build(Domain("<cpu mode='host-model'/>")).Cpu!;
        Assert.Equal((CpuMode.Custom, CpuMatch.Exact, "Nehalem", CpuFallback.Forbid), (cpu.Mode, cpu.Match, cpu.Model, cpu.Fallback));
        Assert.True(cpu.Features.Contains("aes"));
        Assert.False(cpu.Features.Contains("invtsc"));
    }

    [Theory]
    [InlineData("aes", "Penryn,aes=on")]
    [InlineData("invtsc", "Penryn,invtsc=off")]
    public void An_optional_feature_is_decided_by_what_migrates(string feature, string expected) =>
        Assert.Equal(expected, CpuOf($"<cpu><model>Penryn</model><feature name='{feature}' policy='optional'/></cpu>"));

    [Fact]
    public void A_model_that_qemu_lacks_is_translated() =>
        Assert.StartsWith("Nehalem,", CpuOf("<cpu><model>Westmere</model></cpu>"), StringComparison.Ordinal);

    [Fact]
    public void Without_fallback_it_is_refused() =>
        Assert.Equal(CpuErrorKind.Unsupported, Refused(Domain("<cpu><model fallback='forbid'>Westmere</model></cpu>")).Kind);

    [Fact]
    public void A_partial_check_refuses_what_the_host_lacks()
    {
        CpuException refusal = Refused(Domain("<cpu check='partial'><model>Haswell-noTSX</model></cpu>", "kvm"));
        Assert.Equal(CpuErrorKind.Incompatible, refusal.Kind);
        Assert.StartsWith("g.xml:4:1: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(refusal.Refusal.Reasons, r => r.Subject == "pcid");
    }

    [Fact]
    public void Without_a_check_it_starts() =>
        Assert.Equal("Haswell-noTSX", CpuOf("<cpu check='none'><model>Haswell-noTSX</model></cpu>", "kvm"));

    [Fact]
    public void A_forbidden_feature_of_the_host_is_refused_unless_nothing_is_checked()
    {
        const string Forbids = "<model>Penryn</model><feature name='aes' policy='forbid'/></cpu>";
        Assert.Equal(CpuErrorKind.Incompatible, Refused(Domain($"<cpu check='full'>{Forbids}")).Kind);
        Assert.Equal("Penryn,aes=off", CpuOf($"<cpu check='none'>{Forbids}"));
    }

    [Fact]
    public void What_is_never_passed_vanishes_even_from_passthrough() =>
        Assert.Equal("host,migratable=on", CpuOf("<cpu mode='host-passthrough'><feature name='cmt' policy='require'/></cpu>", "kvm"));

    [Fact]
    public void A_feature_that_a_model_lost_is_off_in_a_new_guest_and_on_in_one_that_goes_on()
    {
        // It had monitor once.
        const string Opteron = "<cpu check='full'><model fallback='allow'>Opteron_G3</model></cpu>";
        CpuFeature? Monitor(QemuCommandLineOptions? options) =>
            Build(Domain(Opteron), options).Cpu!.Features.Where(f => f.Name == "monitor").Cast<CpuFeature?>().FirstOrDefault();
        Assert.Equal(CpuPolicy.Disable, Monitor(null)?.Policy);
        Assert.Equal(CpuPolicy.Require, Monitor(NotFresh)?.Policy);
    }

    [Fact]
    public void A_host_model_that_goes_on_keeps_its_model()
    {
        const string Running = "<cpu mode='host-model'><model>Penryn</model></cpu>";
        Assert.StartsWith("Nehalem", Build(Domain(Running)).ValueOf("-cpu"), StringComparison.Ordinal);
        Assert.Equal("Penryn", Build(Domain(Running), NotFresh).ValueOf("-cpu"));
    }

    [Fact]
    public void Deprecated_features_can_not_be_chosen_where_qemu_does_not_tell_them() =>
        Assert.Equal(CpuErrorKind.Unsupported, Refused(Domain("<cpu mode='host-model' deprecated_features='off'/>")).Kind);

    [Fact]
    public void Arm_has_no_host_model() =>
        Assert.Equal(CpuErrorKind.Unsupported, Refused(Domain("<cpu mode='host-model'/>", "kvm", "aarch64", "virt")).Kind);
}
