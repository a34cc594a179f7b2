using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>Which unknown features could change a verdict (cpu-rules.md 5.6).</summary>
public sealed class UndecidedTests
{
    [Theory]
    [InlineData("+rdctl-no", "rdctl-no")]
    [InlineData("~rdctl-no", "rdctl-no")]
    [InlineData("?rdctl-no", "")]
    [InlineData("-rdctl-no", "")]
    [InlineData("!rdctl-no", "")]
    [InlineData("", "")]
    [InlineData("+rdctl-no +vmx-ept", "rdctl-no vmx-ept")]
    [InlineData("+rdctl-no ~vmx-ept", "rdctl-no vmx-ept")]
    public void An_unknown_feature_that_is_required_or_forbidden_decides(string features, string undecided) =>
        Assert.Equal(undecided, Undecided(Guest("Nehalem", features)));

    [Fact]
    public void A_missing_known_feature_settles_the_matter() => Assert.Empty(Undecided(Guest("Nehalem", "+rdctl-no +avx")));

    [Fact]
    public void A_missing_feature_that_is_forbidden_settles_the_matter_though_it_is_unknown()
    {
        CpuComparison comparison = Driver.Compare(Guest("Nehalem", "-popcnt"), Guest("Nehalem", "~popcnt"), ["popcnt"]);
        Assert.Equal((CpuVerdict.Incompatible, 0), (comparison.Verdict, comparison.Undecided.Length));
    }

    [Fact]
    public void A_forbidden_known_feature_settles_the_matter() => Assert.Empty(Undecided(Guest("Nehalem", "+rdctl-no ~aes")));

    [Fact]
    public void A_strict_guest_is_undecided_by_every_unknown_feature_it_does_not_name() =>
        Assert.Equal("vmx-ept", Undecided(Guest("Nehalem", "+aes ?rdctl-no", CpuMatch.Strict)));

    [Fact]
    public void A_known_extra_feature_settles_a_strict_match() => Assert.Empty(Undecided(Guest("Nehalem", match: CpuMatch.Strict)));

    [Fact]
    public void The_verdict_stays_libvirts()
    {
        CpuComparison comparison = Driver.Compare(Host("Nehalem", "aes"), Guest("Nehalem", "+rdctl-no"), ["rdctl-no"]);
        Assert.Equal(CpuVerdict.Incompatible, comparison.Verdict);
        Assert.Equal(CpuRule.UnknownFeatureState, Assert.Single(comparison.Undecided).Rule);
    }

    private static string Undecided(CpuDefinition guest) =>
        string.Join(' ', Driver.Compare(Host("Nehalem", "aes"), guest, ["vmx-ept", "rdctl-no"]).Undecided.Select(r => r.Subject));
}
