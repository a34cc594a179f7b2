using NVirt.Cpu.Arm;

namespace NVirt.Cpu.Tests.Arm;

public sealed class ArmDriverTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.Aarch64);
    private static readonly CpuDefinition Host = CpuDefinition.NewHost(CpuArchitecture.Aarch64) with
    {
        Model = "Neoverse-N1",
        Vendor = "ARM",
        Features = [new CpuFeature("asimd"), new CpuFeature("aes")],
    };

    [Theory]
    [InlineData(CpuArchitecture.Armv6l)]
    [InlineData(CpuArchitecture.Armv7b)]
    [InlineData(CpuArchitecture.Armv7l)]
    [InlineData(CpuArchitecture.Aarch64)]
    public void One_driver_serves_every_arm(CpuArchitecture arch) => Assert.Equal("arm", CpuDriver.For(arch).Name);

    [Fact]
    public void A_guest_is_identical_whatever_it_asks_for_and_not_judged()
    {
        CpuDefinition guest = new() { Model = "anything", Vendor = "anybody", Features = [new CpuFeature("aes", CpuPolicy.Forbid)] };
        Assert.Equal(CpuVerdict.Identical, Driver.Compare(Host, guest).Verdict);
        Assert.False(Driver.Compare(Host, guest).IsJudged);
        Assert.Equal(CpuVerdict.Identical, Driver.Compare(host: null, guest).Verdict);
    }

    [Fact]
    public void Hosts_of_the_same_model_and_vendor_are_identical_whatever_their_features() =>
        Assert.Equal(CpuVerdict.Identical, Driver.Compare(Host, Host with { Features = [] }).Verdict);

    [Theory]
    [InlineData("Neoverse-N2", "ARM", CpuRule.ModelDiffers)]
    [InlineData("Neoverse-N1", "Ampere", CpuRule.VendorDiffers)]
    [InlineData("Neoverse-N1", null, CpuRule.VendorDiffers)]
    public void Hosts_of_another_model_or_vendor_are_incompatible(string model, string? vendor, CpuRule rule)
    {
        CpuComparison comparison = Driver.Compare(Host, Host with { Model = model, Vendor = vendor });
        Assert.Equal((CpuVerdict.Incompatible, rule), (comparison.Verdict, Assert.Single(comparison.Refusal!.Reasons).Rule));
    }

    [Fact]
    public void Without_a_host_there_is_nothing_that_another_host_could_be_identical_to()
    {
        CpuDefinition bare = CpuDefinition.NewHost(CpuArchitecture.Aarch64);
        Assert.Equal(CpuRule.HostMissing, Driver.Compare(host: null, Host).Refusal!.Reasons[0].Rule);
        Assert.Equal(CpuRule.HostWithoutModel, Driver.Compare(bare, bare).Refusal!.Reasons[0].Rule);
    }

    [Fact]
    public void Host_model_takes_the_hosts_model_and_features_and_loses_the_guests()
    {
        CpuDefinition guest =
            new()
            {
                Mode = CpuMode.HostModel,
                Match = CpuMatch.Minimum,
                Check = CpuCheck.Full,
                Features = [new CpuFeature("sve", CpuPolicy.Disable)]
            };
        CpuDefinition updated = Driver.Update(guest, Host);
        Assert.Equal(("Neoverse-N1", "ARM", CpuMode.Custom, CpuMatch.Exact, CpuCheck.Full),
            (updated.Model, updated.Vendor, updated.Mode, updated.Match, updated.Check));
        Assert.Equal([new CpuFeature("asimd", CpuPolicy.Require), new CpuFeature("aes", CpuPolicy.Require)], updated.Features);
    }

    [Fact]
    public void Host_model_without_a_host_is_refused() => Assert.Equal(
        CpuErrorKind.Unsupported, KindOf(() => Driver.Update(new CpuDefinition { Mode = CpuMode.HostModel }, host: null)));

    [Fact]
    public void An_update_leaves_everything_else_as_it_is()
    {
        CpuDefinition guest =
            new() { Model = "cortex-a57", Match = CpuMatch.Minimum, Features = [new CpuFeature("sve", CpuPolicy.Optional)] };
        Assert.Same(guest, Driver.Update(guest, host: null));
    }

    [Fact]
    public void A_baseline_is_the_first_model_and_nothing_else() =>
        Assert.Equal(
            new CpuDefinition { Model = "Neoverse-N1" }, Driver.Baseline([Host, Host with { Model = "a64fx", Vendor = "Fujitsu" }]));

    [Fact]
    public void Names_of_features_are_those_of_the_map()
    {
        Assert.Null(Record.Exception(() => Driver.ValidateFeatures(Naming("sve", "sve128", "sve2048", "pauth"))));
        CpuException refused = Assert.Throws<CpuException>(() => Driver.ValidateFeatures(Naming("sve", "aes", "sve100")));
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.Equal(["aes", "sve100"], refused.Refusal.Reasons.Select(r => r.Subject));
    }

    [Fact]
    public void Any_model_is_allowed_and_none_has_a_vendor()
    {
        Assert.Null(Driver.Models);
        Assert.Null(Driver.VendorForModel("Neoverse-N1"));
    }

    [Fact]
    public void Expanding_sorts_the_features() => Assert.Equal(["aes", "asimd"], Driver.ExpandFeatures(Host).Features.Select(f => f.Name));

    [Fact]
    public void A_guest_gets_what_it_asked_for() =>
        Assert.Equal(new CpuDefinition { Model = "max" }, Driver.Guest(Host, new CpuDefinition { Model = "max" }, CpuModelList.Of("max")));

    [Fact]
    public void What_needs_bits_is_not_supported()
    {
        ArmCpuData data = new(0x41, 0xd0c);
        Assert.Equal(CpuErrorKind.NoSupport, KindOf(() => Driver.Encode(Host)));
        Assert.Equal(CpuErrorKind.NoSupport, KindOf(() => Driver.HasFeature(Host, "aes")));
        Assert.Equal(CpuErrorKind.NoSupport, KindOf(() => Driver.HasFeature(data, "aes")));
        Assert.Equal(CpuErrorKind.NoSupport, KindOf(() => Driver.AddFeature(data, "aes")));
        Assert.Equal(CpuErrorKind.NoSupport, KindOf(() => Driver.Translate(new CpuDefinition { Model = "a64fx" }, CpuModelList.Of("max"))));
        Assert.Null(Driver.UpdateLive(Host, data, disabled: null));
    }

    private static CpuDefinition Naming(params string[] features) =>
        new() { Features = [.. features.Select(f => new CpuFeature(f, CpuPolicy.Require))] };

    private static CpuErrorKind KindOf(Action operation) => Assert.Throws<CpuException>(operation).Kind;
}
