namespace NVirt.Platforms.Tests;

/// <summary>One definite no makes a guest incompatible, and then what is unknown makes it undecided.</summary>
public sealed class StatementComparisonTests
{
    private static StatementComparison Compare(string host, string guest) => StatementComparison.Of(Reading.One(host), Reading.One(guest));

    private static string Guest(string model, string features = "") =>
        $"<cpu mode='custom' match='exact'><model>{model}</model>{features}</cpu>";

    private const string Nehalem = "<cpu><arch>x86_64</arch><model>Nehalem</model><vendor>Intel</vendor></cpu>";

    [Fact]
    public void The_same_model_is_identical() => Assert.Equal(StatementVerdict.Identical, Compare(Nehalem, Guest("Nehalem")).Verdict);

    [Fact]
    public void More_is_a_superset() => Assert.Equal(StatementVerdict.Superset, Compare(
        Nehalem.Replace("</cpu>", "<feature name='aes'/></cpu>", StringComparison.Ordinal), Guest("Nehalem")).Verdict);

    [Fact]
    public void What_is_missing_is_named() => Assert.Equal(["aes"], Compare(Nehalem, Guest("Westmere")).Missing);

    [Fact]
    public void What_is_forbidden_and_there_is_incompatible()
    {
        StatementComparison comparison = Compare(Nehalem, Guest("Conroe", "<feature policy='forbid' name='popcnt'/>"));
        Assert.Equal((StatementVerdict.Incompatible, "popcnt"), (comparison.Verdict, Assert.Single(comparison.Forbidden)));
    }

    [Fact]
    public void What_is_forbidden_and_unknown_is_undecided() => Assert.Equal(
        StatementVerdict.Undecided,
        Compare("x86-64-v2", "<cpu mode='host-passthrough'><feature policy='forbid' name='avx'/></cpu>").Verdict);

    [Fact]
    public void Forced_disabled_and_optional_features_do_not_matter() => Assert.Equal(StatementVerdict.Identical, Compare(Nehalem, Guest(
        "Nehalem", "<feature policy='force' name='avx'/><feature policy='disable' name='aes'/><feature policy='optional' name='avx2"
            + "'/>")).Verdict);

    [Fact]
    public void Another_vendor_is_incompatible() => Assert.True(Compare(
        Nehalem, "<cpu mode='custom' match='exact'><model>Conroe</model><vendor>AMD</vendor></cpu>").IsOtherProcessor);

    [Fact]
    public void A_strict_guest_takes_no_host_with_more() => Assert.Equal(StatementVerdict.Incompatible, Compare(
        Nehalem.Replace("</cpu>", "<feature name='aes'/></cpu>", StringComparison.Ordinal),
        "<cpu mode='custom' match='strict'><model>Nehalem</model></cpu>").Verdict);
}
