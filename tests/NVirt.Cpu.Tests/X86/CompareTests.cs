using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class CompareTests
{
    [Fact]
    public void Without_a_host_it_is_incompatible()
    {
        CpuComparison comparison = Driver.Compare(host: null, Guest("Nehalem"));
        Assert.Equal(CpuVerdict.Incompatible, comparison.Verdict);
        Assert.Equal(CpuRule.HostMissing, Assert.Single(comparison.Refusal!.Reasons).Rule);
    }

    [Fact]
    public void A_host_without_a_model_is_incompatible() =>
        Assert.Equal(CpuRule.HostWithoutModel, Rule(Host(model: null), Guest("Nehalem")));

    [Fact]
    public void A_host_with_an_unknown_model_is_an_error() =>
        Assert.Equal(CpuVerdict.Error, Driver.Compare(Host("Nothing"), Guest("Nehalem")).Verdict);

    [Fact]
    public void What_a_host_has_only_optionally_is_not_even_looked_up()
    {
        CpuDefinition host = Host("Nehalem") with
        {
            Features = [new CpuFeature("avx", CpuPolicy.Optional), new CpuFeature("nothing-like-it", CpuPolicy.Optional)],
        };
        Assert.Equal(CpuVerdict.Incompatible, Verdict(host, Guest("Nehalem", "+avx")));
        Assert.Equal(CpuVerdict.Identical, Verdict(host, Guest("Nehalem")));
    }

    [Fact]
    public void A_host_that_cannot_be_compared_with_is_the_side_that_is_refused() => Assert.Equal(
        CpuType.Host, Assert.Single(Driver.Compare(Host(model: null), Guest("Nehalem")).Refusal!.Reasons).Side);

    [Fact]
    public void A_foreign_architecture_is_incompatible() =>
        Assert.Equal(CpuRule.ArchitectureDiffers, Rule(Host("Nehalem"), Guest("Nehalem") with { Arch = CpuArchitecture.Aarch64 }));

    [Fact]
    public void A_32_bit_guest_fits_a_64_bit_host() =>
        Assert.Equal(CpuVerdict.Identical, Verdict(Host("Nehalem"), Guest("Nehalem") with { Arch = CpuArchitecture.I686 }));

    [Theory]
    [InlineData("AMD", "Intel", CpuVerdict.Incompatible)]
    [InlineData("AMD", null, CpuVerdict.Incompatible)]
    [InlineData(null, "Intel", CpuVerdict.Identical)]
    [InlineData("Intel", "Intel", CpuVerdict.Identical)]
    public void Only_the_guests_vendor_matters(string? guest, string? host, CpuVerdict verdict) =>
        Assert.Equal(verdict, Verdict(Host("Nehalem", vendor: host), Guest("Nehalem") with { Vendor = guest }));

    [Theory]
    [InlineData("", CpuVerdict.Superset)]
    [InlineData("+aes", CpuVerdict.Identical)]
    [InlineData("?aes", CpuVerdict.Identical)]
    [InlineData("-aes", CpuVerdict.Identical)]
    [InlineData("!aes", CpuVerdict.Identical)]
    [InlineData("~aes", CpuVerdict.Incompatible)]
    [InlineData("+avx", CpuVerdict.Incompatible)]
    [InlineData("!avx", CpuVerdict.Superset)]
    [InlineData("?avx", CpuVerdict.Superset)]
    [InlineData("-avx", CpuVerdict.Superset)]
    [InlineData("~avx", CpuVerdict.Superset)]
    [InlineData("+nonsense", CpuVerdict.Error)]
    [InlineData("?hv-vapic", CpuVerdict.Error)]
    public void A_policy_decides_about_its_feature(string feature, CpuVerdict verdict) =>
        Assert.Equal(verdict, Verdict(Host("Nehalem", "aes"), Guest("Nehalem", feature)));

    [Theory]
    [InlineData("-popcnt")]
    [InlineData("?popcnt")]
    [InlineData("!popcnt")]
    public void Disable_optional_and_force_take_a_feature_of_the_model_away_from_what_is_required(string feature) =>
        Assert.Equal(CpuVerdict.Identical, Verdict(Host("Penryn", "sse4.2"), Guest("Nehalem", feature)));

    [Fact]
    public void Forbidding_a_feature_of_the_model_fails_whether_the_host_has_it_or_not()
    {
        Assert.Equal(CpuRule.ForbiddenFeatureProvided, Rule(Host("Nehalem"), Guest("Nehalem", "~popcnt")));
        Assert.Equal(CpuRule.RequiredFeatureMissing, Rule(Host("Penryn", "sse4.2"), Guest("Nehalem", "~popcnt")));
    }

    [Fact]
    public void Strict_refuses_what_the_guest_does_not_name()
    {
        CpuReason reason = Assert.Single(Driver.Compare(Host("Nehalem", "aes"), Guest("Nehalem", match: CpuMatch.Strict)).Refusal!.Reasons);
        Assert.Equal((CpuRule.ExtraFeature, "aes"), (reason.Rule, reason.Subject));
    }

    [Fact]
    public void Strict_with_forced_extras_can_be_identical() =>
        Assert.Equal(CpuVerdict.Identical, Verdict(Host("Nehalem", "aes"), Guest("Nehalem", "!aes", CpuMatch.Strict)));

    [Fact]
    public void Another_host_is_never_strict() =>
        Assert.Equal(CpuVerdict.Superset, Verdict(Host("Nehalem", "aes"), Host("Nehalem") with { Match = CpuMatch.Strict }));

    [Fact]
    public void A_reason_names_feature_coordinate_policy_model_and_side()
    {
        CpuReason reason = Assert.Single(Driver.Compare(Host("Penryn", "sse4.2"), Guest("Nehalem", "+popcnt")).Refusal!.Reasons);
        Assert.Equal(
            new CpuReason(CpuRule.RequiredFeatureMissing, "popcnt")
            {
                Coordinate = "CPUID.01H:ECX[23]",
                Policy = CpuPolicy.Require,
                Model = "Nehalem",
                Side = CpuType.Host,
            },
            reason);
        Assert.Equal(
            "popcnt (CPUID.01H:ECX[23]) is required, and the host lacks it (policy require; part of the model Nehalem)", reason.Describe());
        Assert.NotEmpty(reason.Remedy());
    }

    [Fact]
    public void A_refusal_lists_the_features_in_map_order() => Assert.Equal(
        "the host lacks required features: aes, avx, avx2",
        Driver.Compare(Host("Nehalem"), Guest("Nehalem", "+avx2 +avx +aes")).Refusal!.Message);

    [Fact]
    public void An_error_names_everything_unknown_at_once() => Assert.Equal(
        ["Nothing", "one", "two"],
        Driver.Compare(Host("Nehalem"), Guest("Nothing", "+one ?two")).Refusal!.Reasons.Select(r => r.Subject));

    [Fact]
    public void Failing_on_incompatible_throws_the_refusal()
    {
        CpuException refused =
            Assert.Throws<CpuException>(() => Driver.Compare(Host("Nehalem"), Guest("Nehalem", "+avx")).ThrowIfRefused());
        Assert.Equal(CpuErrorKind.Incompatible, refused.Kind);
    }

    private static CpuVerdict Verdict(CpuDefinition host, CpuDefinition cpu) => Driver.Compare(host, cpu).Verdict;

    private static CpuRule Rule(CpuDefinition host, CpuDefinition cpu) => Assert.Single(Driver.Compare(host, cpu).Refusal!.Reasons).Rule;
}
