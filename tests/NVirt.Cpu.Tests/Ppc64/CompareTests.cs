using static NVirt.Cpu.Tests.Ppc64.PowerCpus;

namespace NVirt.Cpu.Tests.Ppc64;

/// <summary>Comparing by models and compatibility modes (cpu-rules.md 4.1).</summary>
public sealed class CompareTests
{
    [Fact]
    public void Equal_models_are_identical() => Assert.Equal(CpuVerdict.Identical, Driver.Compare(Host(), Guest()).Verdict);

    [Fact]
    public void A_newer_host_is_incompatible_too()
    {
        CpuReason reason = OnlyReason(Driver.Compare(Host("POWER10"), Guest("POWER9")));
        Assert.Equal((CpuRule.ModelDiffers, "POWER9", "POWER10"), (reason.Rule, reason.Expected, reason.Actual));
    }

    [Fact]
    public void Another_host_is_judged_by_its_model() =>
        Assert.Equal(CpuVerdict.Incompatible, Driver.Compare(Host(), Host("POWER8")).Verdict);

    [Theory]
    [InlineData(CpuArchitecture.Ppc64, CpuVerdict.Identical)]
    [InlineData(CpuArchitecture.Ppc64le, CpuVerdict.Identical)]
    [InlineData(CpuArchitecture.Ppc, CpuVerdict.Incompatible)]
    public void Both_byte_orders_fit_one_host(CpuArchitecture arch, CpuVerdict verdict) =>
        Assert.Equal(verdict, Driver.Compare(Host(), Guest() with { Arch = arch }).Verdict);

    [Fact]
    public void A_vendor_that_the_host_does_not_name_is_refused()
    {
        CpuReason reason = OnlyReason(Driver.Compare(Host(vendor: null), Guest() with { Vendor = "IBM" }));
        Assert.Equal(CpuRule.VendorDiffers, reason.Rule);
        Assert.Equal("the guest wants a processor of the vendor IBM, the host's is none", reason.Describe());
    }

    [Fact]
    public void A_host_without_a_model_is_incompatible() => Assert.Equal(
        CpuRule.HostWithoutModel, OnlyReason(Driver.Compare(CpuDefinition.NewHost(CpuArchitecture.Ppc64), Guest())).Rule);

    [Theory]
    [InlineData("POWER5", "POWER9", CpuRule.UnknownModel)]
    [InlineData("POWER9", "POWER5", CpuRule.UnknownModel)]
    [InlineData("POWER9", "power9", CpuRule.UnknownModel)]
    [InlineData("POWER9", null, CpuRule.ModelRequired)]
    public void A_model_that_is_missing_or_unknown_is_an_error(string host, string? guest, CpuRule rule)
    {
        CpuComparison comparison = Driver.Compare(Host(host), new CpuDefinition { Model = guest });
        Assert.Equal((CpuVerdict.Error, rule), (comparison.Verdict, OnlyReason(comparison).Rule));
    }

    [Fact]
    public void A_legacy_name_means_the_model() =>
        Assert.Equal(CpuVerdict.Identical, Driver.Compare(Host("POWER8"), Guest("POWER8_v1.0")).Verdict);

    [Theory]
    [InlineData(CpuMode.HostModel)]
    [InlineData(CpuMode.HostPassthrough)]
    [InlineData(CpuMode.Maximum)]
    public void A_guest_that_takes_the_hosts_cpu_is_identical(CpuMode mode) =>
        Assert.Equal(CpuVerdict.Identical, Driver.Compare(Host(), new CpuDefinition { Mode = mode }).Verdict);

    [Fact]
    public void Passthrough_does_not_look_at_the_model() =>
        Assert.Equal(
            CpuVerdict.Identical, Driver.Compare(Host(), new CpuDefinition { Mode = CpuMode.HostPassthrough, Model = "power12" }).Verdict);

    [Theory]
    [InlineData("POWER6", "power6", CpuVerdict.Identical)]
    [InlineData("POWER9", "power6", CpuVerdict.Identical)]
    [InlineData("POWER9", "power9", CpuVerdict.Identical)]
    [InlineData("POWER9", "power10", CpuVerdict.Incompatible)]
    [InlineData("POWER10", "power11", CpuVerdict.Incompatible)]
    [InlineData("POWER11", "power11", CpuVerdict.Identical)]
    public void A_compatibility_mode_must_not_be_newer_than_the_host(string host, string mode, CpuVerdict verdict) =>
        Assert.Equal(verdict, Driver.Compare(Host(host), HostModel(mode)).Verdict);

    [Theory]
    [InlineData("power5")]
    [InlineData("power12")]
    [InlineData("power7+")]
    [InlineData("power")]
    [InlineData("power-7")]
    [InlineData("POWER8")]
    public void Other_names_are_no_compatibility_modes(string mode)
    {
        CpuComparison comparison = Driver.Compare(Host(), HostModel(mode));
        Assert.Equal((CpuVerdict.Error, CpuRule.UnknownCompatibilityMode), (comparison.Verdict, OnlyReason(comparison).Rule));
    }

    [Fact]
    public void A_host_that_is_no_power_has_no_compatibility_modes()
    {
        CpuComparison comparison = Driver.Compare(Host("POWERPC_e5500", "Freescale"), HostModel("power8"));
        Assert.Equal((CpuVerdict.Error, CpuRule.HostWithoutCompatibilityModes), (comparison.Verdict, OnlyReason(comparison).Rule));
    }

    [Fact]
    public void A_mode_that_is_too_new_is_explained()
    {
        CpuReason reason = OnlyReason(Driver.Compare(Host("POWER8"), HostModel("power9")));
        Assert.Equal("the guest wants to run as on power9, but the host is an older POWER8", reason.Describe());
        Assert.Equal("choose a newer host, or an older compatibility mode", reason.Remedy());
    }
}
