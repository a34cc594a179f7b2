using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

public sealed class TranslateTests
{
    [Theory]
    [InlineData(CpuMode.HostModel)]
    [InlineData(CpuMode.HostPassthrough)]
    public void Only_custom_cpus_are_translated(CpuMode mode)
    {
        CpuDefinition cpu = Guest("Broadwell") with { Mode = mode };
        Assert.Same(cpu, Driver.Translate(cpu, CpuModelList.Of("Nehalem")));
    }

    [Fact]
    public void Without_a_list_or_with_a_listed_model_nothing_changes()
    {
        CpuDefinition cpu = Guest("Broadwell", "?aes");
        Assert.Same(cpu, Driver.Translate(cpu, models: null));
        Assert.Same(cpu, Driver.Translate(cpu, CpuModelList.Of("Broadwell")));
    }

    [Fact]
    public void Names_in_a_list_match_case() =>
        Assert.NotEqual("Broadwell", Driver.Translate(Guest("Broadwell"), CpuModelList.Of("broadwell", "Haswell")).Model);

    [Fact]
    public void Fallback_forbid_is_refused() => Assert.Equal(
        CpuErrorKind.Unsupported,
        Assert.Throws<CpuException>(
            () => Driver.Translate(Guest("Broadwell") with { Fallback = CpuFallback.Forbid }, CpuModelList.Of("Haswell"))).Kind);

    [Fact]
    public void What_the_listed_model_lacks_is_spelled_out() => Assert.Equal(
        "+adx +rdseed +smap +3dnowprefetch".Split(' ').Order(StringComparer.Ordinal),
        Words(Driver.Translate(Guest("Broadwell"), CpuModelList.Of("Haswell")).Features).Split(' ').Order(StringComparer.Ordinal));

    [Fact]
    public void Original_policies_survive() =>
        Assert.Contains("?aes", Words(Driver.Translate(Guest("Broadwell", "?aes !avx512f ~monitor"), CpuModelList.Of("Haswell")).Features),
            StringComparison.Ordinal);

    [Fact]
    public void The_guests_own_vendor_stays() =>
        Assert.Equal("AMD", Driver.Translate(Guest("Broadwell") with { Vendor = "AMD" }, CpuModelList.Of("Haswell")).Vendor);

    [Fact]
    public void Models_of_another_vendor_are_no_way_out() => Assert.Equal(
        CpuRule.NoModelFits,
        Assert.Throws<CpuException>(() => Driver.Translate(Guest("Broadwell"), CpuModelList.Of("EPYC"))).Refusal.Reasons[0].Rule);
}
