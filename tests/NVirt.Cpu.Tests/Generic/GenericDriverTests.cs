namespace NVirt.Cpu.Tests.Generic;

/// <summary>Architectures without a map work on names (cpu-rules.md 2).</summary>
public sealed class GenericDriverTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.Mips64el);

    [Fact]
    public void Equal_models_are_identical() => Assert.Equal(CpuVerdict.Identical, Driver.Compare(Host(), Guest()).Verdict);

    [Fact]
    public void Different_models_are_incompatible() =>
        Assert.Equal(CpuRule.ModelDiffers, Driver.Compare(Host(), Guest() with { Model = "other" }).Refusal!.Reasons[0].Rule);

    [Fact]
    public void Another_architecture_is_incompatible() =>
        Assert.Equal(
            CpuRule.ArchitectureDiffers, Driver.Compare(Host(), Guest() with { Arch = CpuArchitecture.Mips }).Refusal!.Reasons[0].Rule);

    [Fact]
    public void Another_vendor_is_incompatible() =>
        Assert.Equal(CpuRule.VendorDiffers, Driver.Compare(Host(), Guest() with { Vendor = "v" }).Refusal!.Reasons[0].Rule);

    [Theory]
    [InlineData(CpuPolicy.Require, "x", CpuVerdict.Identical)]
    [InlineData(CpuPolicy.Require, "y", CpuVerdict.Incompatible)]
    [InlineData(CpuPolicy.Forbid, "x", CpuVerdict.Incompatible)]
    [InlineData(CpuPolicy.Forbid, "y", CpuVerdict.Superset)]
    [InlineData(CpuPolicy.Force, "y", CpuVerdict.Superset)]
    [InlineData(CpuPolicy.Optional, "y", CpuVerdict.Superset)]
    [InlineData(CpuPolicy.Disable, "x", CpuVerdict.Identical)]
    public void Policies_apply_to_names(CpuPolicy policy, string feature, CpuVerdict verdict) =>
        Assert.Equal(verdict, Driver.Compare(Host("x"), Guest() with { Features = [new CpuFeature(feature, policy)] }).Verdict);

    [Fact]
    public void Strict_refuses_what_is_not_named() =>
        Assert.Equal(CpuVerdict.Incompatible, Driver.Compare(Host("x"), Guest() with { Match = CpuMatch.Strict }).Verdict);

    [Fact]
    public void A_baseline_is_the_common_model_with_the_common_names()
    {
        CpuDefinition baseline = Driver.Baseline([Host("x", "y"), Host("y", "z")]);
        Assert.Equal("model", baseline.Model);
        Assert.Equal([new CpuFeature("y", CpuPolicy.Require)], baseline.Features);
    }

    [Fact]
    public void Different_models_have_no_baseline() => Assert.Equal(
        CpuErrorKind.OperationFailed, Assert.Throws<CpuException>(() => Driver.Baseline([Host(), Host() with { Model = "other" }])).Kind);

    [Fact]
    public void An_update_decides_optional_names()
    {
        CpuDefinition guest =
            Guest() with { Features = [new CpuFeature("x", CpuPolicy.Optional), new CpuFeature("y", CpuPolicy.Optional)] };
        Assert.Equal(
            [new CpuFeature("x", CpuPolicy.Require), new CpuFeature("y", CpuPolicy.Disable)], Driver.Update(guest, Host("x")).Features);
    }

    [Fact]
    public void Minimum_takes_the_hosts_names() => Assert.Equal(
        [new CpuFeature("x", CpuPolicy.Require)], Driver.Update(Guest() with { Match = CpuMatch.Minimum }, Host("x")).Features);

    [Fact]
    public void Any_model_is_allowed() => Assert.Null(Driver.Models);

    [Fact]
    public void What_needs_a_map_is_not_supported()
    {
        Assert.Equal(CpuErrorKind.NoSupport, Assert.Throws<CpuException>(() => Driver.Encode(Guest())).Kind);
        Assert.Equal(CpuErrorKind.NoSupport,
            Assert.Throws<CpuException>(() => Driver.Decode(new CpuDefinition(), NVirt.Cpu.X86.X86CpuData.Empty)).Kind);
        CpuException refused = Assert.Throws<CpuException>(() => Driver.Translate(Guest(), CpuModelList.Of("other")));
        Assert.Equal("Translate is not supported on mips64el", refused.Message);
    }

    [Fact]
    public void No_architecture_has_no_driver() =>
        Assert.Equal(CpuErrorKind.Internal, Assert.Throws<CpuException>(() => CpuDriver.For(CpuArchitecture.None)).Kind);

    [Theory]
    [InlineData(CpuArchitecture.Ppc)]
    [InlineData(CpuArchitecture.Riscv32)]
    [InlineData(CpuArchitecture.Sh4)]
    public void It_serves_every_architecture_that_libvirt_has_no_rules_for(CpuArchitecture arch) =>
        Assert.Equal("generic", CpuDriver.For(arch).Name);

    private static CpuDefinition Host(params string[] features) =>
        CpuDefinition.NewHost(CpuArchitecture.Mips64el) with { Model = "model", Features = [.. features.Select(f => new CpuFeature(f))] };

    private static CpuDefinition Guest() => new() { Model = "model" };

    [Fact]
    public void Very_many_features_are_compared_quickly()
    {
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.Mips) with { Model = "m", Features = Many('h') };
        CpuDefinition guest = new() { Model = "m", Features = [.. Many('g').Select(f => f with { Policy = CpuPolicy.Optional })] };
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(CpuVerdict.Superset, CpuDriver.For(CpuArchitecture.Mips).Compare(host, guest).Verdict);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);

        static CpuFeatureList Many(char letter) => [.. Enumerable.Range(0, 100_000).Select(i => new CpuFeature($"{letter}{i}"))];
    }

    [Fact]
    public void A_message_does_not_name_more_features_than_anybody_reads()
    {
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.Mips) with { Model = "m" };
        CpuDefinition guest =
            new() { Model = "m", Features = [.. Enumerable.Range(0, 10_000).Select(i => new CpuFeature($"f{i}", CpuPolicy.Require))] };
        string message = CpuDriver.For(CpuArchitecture.Mips).Compare(host, guest).Refusal!.Message;
        Assert.EndsWith(", f511, ...", message, StringComparison.Ordinal);
    }
}
