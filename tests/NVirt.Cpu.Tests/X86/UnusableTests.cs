using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class UnusableTests
{
    [Theory]
    [InlineData("", "aes", "aes")]
    [InlineData("-aes", "aes", "")]
    [InlineData("?aes", "aes", "aes")]
    [InlineData("+avx", "", "avx")]
    [InlineData("+popcnt", "", "")]
    [InlineData("!avx", "", "")]
    public void Blockers_and_what_the_host_lacks_make_a_model_unusable(string features, string blockers, string missing)
    {
        CpuComparison comparison = Driver.Advanced.CompareUnusable(
            Guest("Nehalem"), Guest("Nehalem", features), blockers.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(missing, string.Join(' ', comparison.Refusal?.Reasons.Select(r => r.Subject) ?? []));
        Assert.Equal(missing.Length == 0 ? CpuVerdict.Superset : CpuVerdict.Incompatible, comparison.Verdict);
    }

    [Theory]
    [InlineData("-popcnt", "popcnt")]
    [InlineData("~popcnt", "popcnt")]
    [InlineData("+popcnt", "")]
    public void What_the_host_names_and_does_not_have_is_missing(string host, string missing)
    {
        CpuComparison comparison = Driver.Advanced.CompareUnusable(Guest("core2duo", host), Guest("core2duo", "+popcnt"), []);
        Assert.Equal(missing, string.Join(' ', comparison.Refusal?.Reasons.Select(r => r.Subject) ?? []));
    }

    [Fact]
    public void A_hosts_features_have_no_policies() =>
        Assert.Equal(CpuVerdict.Superset, Driver.Advanced.CompareUnusable(Host("Nehalem", "avx"), Guest("Nehalem", "+avx"), []).Verdict);

    [Theory]
    [InlineData("~aes", "+aes", true)]
    [InlineData("~aes", "-aes", false)]
    [InlineData("~popcnt", "", false)]
    [InlineData("-aes", "+aes", false)]
    [InlineData("+aes", "+avx +aes", false)]
    public void A_forbidden_feature_counts_only_where_the_host_names_it(string guest, string host, bool refused)
    {
        Exception? exception = Record.Exception(() => Driver.Advanced.CheckForbidden(Guest("Nehalem", guest), Guest("Nehalem", host)));
        Assert.Equal(refused, exception is CpuException { Kind: CpuErrorKind.Incompatible });
    }

    [Theory]
    [InlineData("Nehalem", true)]
    [InlineData("Nehalem-v1", false)]
    public void The_check_mode_is_the_models(string model, bool compatibility) =>
        Assert.Equal(compatibility, Driver.Advanced.UsesCompatibilityCheck(Guest(model)));
}
