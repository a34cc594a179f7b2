
namespace NVirt.Cpu.Tests.Generic;

public sealed class S390DriverTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.S390x);
    private static readonly CpuDefinition Host =
        CpuDefinition.NewHost(CpuArchitecture.S390x) with { Model = "z15", Features = [new CpuFeature("msa9"), new CpuFeature("vx")] };

    [Fact]
    public void Every_comparison_is_identical() =>
        Assert.Equal(CpuVerdict.Identical,
            Driver.Compare(Host, new CpuDefinition { Model = "z196", Features = [new CpuFeature("x", CpuPolicy.Forbid)] }).Verdict);

    [Fact]
    public void Host_model_takes_the_hosts_model_and_the_guests_features_over_it()
    {
        CpuDefinition updated =
            Driver.Update(new CpuDefinition { Mode = CpuMode.HostModel, Features = [new CpuFeature("vx", CpuPolicy.Disable)] }, Host);
        Assert.Equal(("z15", CpuMode.Custom, CpuMatch.Exact), (updated.Model, updated.Mode, updated.Match));
        Assert.Equal([new CpuFeature("msa9", CpuPolicy.Require), new CpuFeature("vx", CpuPolicy.Disable)], updated.Features);
    }

    [Fact]
    public void Host_model_without_a_host_is_refused() =>
        Assert.Equal(CpuErrorKind.Unsupported,
            Assert.Throws<CpuException>(() => Driver.Update(new CpuDefinition { Mode = CpuMode.HostModel }, host: null)).Kind);

    [Fact]
    public void Minimum_and_optional_are_refused()
    {
        CpuDefinition minimum = new() { Model = "z13", Match = CpuMatch.Minimum };
        CpuDefinition optional = new() { Model = "z13", Features = [new CpuFeature("vx", CpuPolicy.Optional)] };
        Assert.Equal("match minimum is not supported on s390x", Assert.Throws<CpuException>(() => Driver.Update(minimum, Host)).Message);
        Assert.Equal(CpuErrorKind.Unsupported, Assert.Throws<CpuException>(() => Driver.Update(optional, Host)).Kind);
    }

    [Fact]
    public void A_custom_cpu_stays_as_it_is()
    {
        CpuDefinition guest = new() { Model = "z13" };
        Assert.Same(guest, Driver.Update(guest, host: null));
    }

    [Theory]
    [InlineData(CpuPolicy.Optional, false)]
    [InlineData(CpuPolicy.Force, true)]
    [InlineData(CpuPolicy.Forbid, true)]
    [InlineData(CpuPolicy.Require, true)]
    public void Only_the_policy_optional_is_not_valid(CpuPolicy policy, bool valid)
    {
        Exception? refused =
            Record.Exception(() => Driver.ValidateFeatures(new CpuDefinition { Features = [new CpuFeature("whatever", policy)] }));
        Assert.Equal(valid, refused is null);
        Assert.True(valid || refused is CpuException { Kind: CpuErrorKind.Unsupported });
    }

    [Theory]
    [InlineData("z15", "IBM")]
    [InlineData("gen16a", "IBM")]
    [InlineData("qemu", null)]
    public void The_vendor_is_told_from_the_name(string model, string? vendor) => Assert.Equal(vendor, Driver.VendorForModel(model));

    [Fact]
    public void Baseline_decode_and_encode_are_not_supported()
    {
        Assert.Equal(CpuErrorKind.NoSupport, Assert.Throws<CpuException>(() => Driver.Baseline([Host])).Kind);
        Assert.Equal(CpuErrorKind.NoSupport, Assert.Throws<CpuException>(() => Driver.Encode(Host)).Kind);
        Assert.Equal(CpuErrorKind.NoSupport, Assert.Throws<CpuException>(() => Driver.HasFeature(Host, "vx")).Kind);
    }

    [Fact]
    public void Expanding_sorts_the_features() =>
        Assert.Equal(
            ["a", "b"], Driver.ExpandFeatures(new CpuDefinition { Features = [new CpuFeature("b"), new CpuFeature("a")] }).Features.Select(
                f => f.Name));
}
