using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Tests.Xml;
using static NVirt.Cpu.Tests.Ppc64.PowerCpus;

namespace NVirt.Cpu.Tests.Ppc64;

/// <summary>Updates, legacy names, and the small operations.</summary>
public sealed class Ppc64DriverTests
{
    [Theory]
    [InlineData(CpuArchitecture.Ppc64)]
    [InlineData(CpuArchitecture.Ppc64le)]
    public void One_driver_serves_both_byte_orders(CpuArchitecture arch) => Assert.Equal("ppc64", CpuDriver.For(arch).Name);

    [Theory]
    [InlineData(CpuMatch.Minimum)]
    [InlineData(CpuMatch.Strict)]
    public void An_update_makes_a_custom_cpu_exact_and_does_nothing_else(CpuMatch match)
    {
        CpuDefinition guest = Guest("power5") with { Match = match, Features = [new CpuFeature("x", CpuPolicy.Optional)] };
        Assert.Equal(guest with { Match = CpuMatch.Exact }, Driver.Update(guest, host: null));
    }

    [Fact]
    public void An_update_leaves_host_model_with_its_compatibility_mode() =>
        Assert.Equal(HostModel("power8"), Driver.Update(HostModel("power8"), Host()));

    [Theory]
    [InlineData("POWER7_v2.1", "POWER7")]
    [InlineData("POWER7_v2.3", "POWER7")]
    [InlineData("POWER7+_v2.1", "POWER7")]
    [InlineData("POWER8_v1.0", "POWER8")]
    [InlineData("POWER8E_v1.0", "POWER8E_v1.0")]
    public void Names_of_revisions_become_names_of_models(string legacy, string model) =>
        Assert.Equal(model, Driver.ConvertLegacy(Guest(legacy)).Model);

    [Fact]
    public void The_guest_gets_the_converted_model() =>
        Assert.Equal(Guest("POWER7"), Driver.Guest(Host("POWER7"), Guest("POWER7_v2.3"), CpuModelList.Of("POWER7")));

    [Fact]
    public void A_model_that_the_hypervisor_lacks_is_not_translated()
    {
        CpuModelList models = CpuModelList.Of("POWER8");
        Assert.Equal(CpuErrorKind.NoSupport, Refusal(() => Driver.Translate(Guest(), models)).Kind);
        Assert.Equal(
            CpuErrorKind.Unsupported, Refusal(() => Driver.Translate(Guest() with { Fallback = CpuFallback.Forbid }, models)).Kind);
    }

    [Fact]
    public void The_models_are_the_maps() => Assert.Equal(
        ["POWER6", "POWER7", "POWER8", "POWER9", "POWER10", "POWER11", "POWERPC_e5500", "POWERPC_e6500"], Driver.Models);

    [Theory]
    [InlineData("POWER9", "IBM")]
    [InlineData("POWERPC_e6500", "Freescale")]
    [InlineData("POWER5", null)]
    public void The_vendor_of_a_model_is_the_maps(string model, string? vendor) => Assert.Equal(vendor, Driver.VendorForModel(model));

    [Fact]
    public void Features_are_not_looked_up()
    {
        CpuDefinition guest = Guest() with { Features = [new CpuFeature("b", CpuPolicy.Require), new CpuFeature("a", CpuPolicy.Force)] };
        Assert.Null(Record.Exception(() => Driver.ValidateFeatures(guest)));
        Assert.Equal(["a", "b"], Driver.ExpandFeatures(guest).Features.Select(f => f.Name));
        Assert.Same(guest, Driver.CopyMigratable(guest));
    }

    [Fact]
    public void What_needs_bits_is_not_supported()
    {
        Ppc64CpuData data = new(new Ppc64Pvr(0x004e0000));
        Assert.Equal(CpuErrorKind.NoSupport, Refusal(() => Driver.Encode(Guest())).Kind);
        Assert.Equal(CpuErrorKind.NoSupport, Refusal(() => Driver.HasFeature(Host(), "x")).Kind);
        Assert.Equal(CpuErrorKind.NoSupport, Refusal(() => Driver.HasFeature(data, "x")).Kind);
        Assert.Equal(CpuErrorKind.NoSupport, Refusal(() => Driver.AddFeature(data, "x")).Kind);
        Assert.Equal(CpuErrorKind.NoSupport, Refusal(() => Driver.GuestData(Host(), Guest())).Kind);
        Assert.Null(Driver.UpdateLive(Guest(), data, disabled: null));
    }
}
