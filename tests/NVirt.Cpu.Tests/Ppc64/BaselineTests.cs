using NVirt.Cpu.Map;
using NVirt.Cpu.MapTables;
using NVirt.Cpu.Tests.Xml;
using static NVirt.Cpu.Tests.Ppc64.PowerCpus;

namespace NVirt.Cpu.Tests.Ppc64;

/// <summary>The model that all CPUs have (cpu-rules.md 4.6).</summary>
public sealed class BaselineTests
{
    [Fact]
    public void The_common_model_is_an_exact_guest_without_a_vendor()
    {
        CpuDefinition baseline = Driver.Baseline([Host(), Host(vendor: null)]);
        Assert.Equal(new CpuDefinition { Model = "POWER9", Fallback = CpuFallback.Forbid }, baseline);
    }

    [Fact]
    public void Different_models_have_none() => Assert.Equal(
        (CpuErrorKind.OperationFailed, CpuRule.ModelDiffers), Refusal(() => Driver.Baseline([Host(), Host("POWER8")])));

    [Fact]
    public void The_first_model_must_be_known() => Assert.Equal(
        (CpuErrorKind.UnknownName, CpuRule.UnknownModel), Refusal(() => Driver.Baseline([Host("POWER5"), Host()])));

    [Fact]
    public void Legacy_names_are_not_converted() => Assert.Equal(
        (CpuErrorKind.UnknownName, CpuRule.UnknownModel), Refusal(() => Driver.Baseline([Host("POWER8_v1.0")])));

    [Fact]
    public void A_vendor_must_be_known() => Assert.Equal(
        (CpuErrorKind.OperationFailed, CpuRule.UnknownVendor), Refusal(() => Driver.Baseline([Host(vendor: "Acorn")])));

    [Fact]
    public void A_vendor_must_be_the_models() => Assert.Equal(
        (CpuErrorKind.OperationFailed, CpuRule.VendorsDiffer), Refusal(() => Driver.Baseline([Host(), Host(vendor: "Freescale")])));

    [Fact]
    public void A_model_without_a_vendor_takes_that_of_the_cpus()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.Ppc64, MapWithoutVendor());
        Assert.Equal("IBM", driver.Baseline([Host("M", vendor: null), Host("M"), Host("M", vendor: null)]).Vendor);
        Assert.Equal(
            (CpuErrorKind.OperationFailed, CpuRule.VendorsDiffer),
                Refusal(() => driver.Baseline([Host("M"), Host("M", vendor: null), Host("M", "Freescale")])));
    }

    [Fact]
    public void Every_cpu_needs_a_model() => Assert.Equal(
        CpuErrorKind.InvalidArgument, Refusal(() => Driver.Baseline([Host(), CpuDefinition.NewHost(CpuArchitecture.Ppc64)])).Kind);

    private static CpuMap MapWithoutVendor() => new(
        CpuMap.Default.X86,
        ppc64: new PvrMap(
            [new PvrVendor("IBM", null), new PvrVendor("Freescale", null)], [], [new PvrModel("M", null, [new PvrPattern(1)])]));
}
