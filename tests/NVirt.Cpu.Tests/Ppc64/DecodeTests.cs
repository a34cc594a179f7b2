using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Tests.Xml;
using NVirt.Cpu.X86;
using static NVirt.Cpu.Tests.Ppc64.PowerCpus;

namespace NVirt.Cpu.Tests.Ppc64;

/// <summary>From the processor version register to a model (cpu-rules.md 4.4).</summary>
public sealed class DecodeTests
{
    [Theory]
    [InlineData(0x003e0201, "POWER6")]
    [InlineData(0x003f0203, "POWER7")]
    [InlineData(0x004a0201, "POWER7")]
    [InlineData(0x004b0201, "POWER8")]
    [InlineData(0x004d0200, "POWER8")]
    [InlineData(0x004e1202, "POWER9")]
    [InlineData(0x00800200, "POWER10")]
    [InlineData(0x00820100, "POWER11")]
    public void The_upper_half_tells_the_model(uint pvr, string model)
    {
        CpuDefinition host = Driver.Decode(CpuDefinition.NewHost(CpuArchitecture.Ppc64le), Data(pvr));
        Assert.Equal(
            (CpuType.Host, CpuArchitecture.Ppc64le, model, "IBM", 0), (host.Type, host.Arch, host.Model, host.Vendor, host.Features.Count));
    }

    [Fact]
    public void The_vendor_is_the_models() =>
        Assert.Equal("Freescale", Driver.Decode(CpuDefinition.NewHost(CpuArchitecture.Ppc64), Data(0x80240012)).Vendor);

    [Fact]
    public void Only_the_first_register_counts() =>
        Assert.Equal(
            "POWER8", Driver.Decode(new CpuDefinition(), new Ppc64CpuData(new Ppc64Pvr(0x004b0201), new Ppc64Pvr(0x004e0000))).Model);

    [Fact]
    public void The_frame_of_the_stub_stays() =>
        Assert.Equal(CpuFallback.Forbid, Driver.Decode(new CpuDefinition { Fallback = CpuFallback.Forbid }, Data(0x004b0201)).Fallback);

    [Fact]
    public void An_unknown_processor_is_named()
    {
        Action decode = () => Driver.Decode(new CpuDefinition(), Data(0x00390202));
        Assert.Equal((CpuErrorKind.OperationFailed, CpuRule.UnknownProcessor), Refusal(decode));
        Assert.Equal("the CPU map does not know PVR 0x00390202", Assert.Throws<CpuException>(decode).Message);
    }

    [Fact]
    public void A_model_that_is_not_allowed_is_refused() => Assert.Equal(
        (CpuErrorKind.Unsupported, CpuRule.ModelNotAllowed),
        Refusal(() => Driver.Decode(new CpuDefinition(), Data(0x004b0201), CpuModelList.Of("POWER7", "POWER9"))));

    [Fact]
    public void Data_without_a_register_is_refused() =>
        Assert.Equal(CpuErrorKind.InvalidArgument, Refusal(() => Driver.Decode(new CpuDefinition(), new Ppc64CpuData())).Kind);

    [Fact]
    public void A_stub_that_is_not_custom_is_refused() =>
        Assert.Equal(CpuErrorKind.InvalidArgument, Refusal(() => Driver.Decode(HostModel(), Data(0x004b0201))).Kind);

    [Fact]
    public void Data_of_another_architecture_is_refused() =>
        Assert.Equal(CpuErrorKind.InvalidArgument, Refusal(() => Driver.Decode(new CpuDefinition(), X86CpuData.Empty)).Kind);

    [Fact]
    public void Data_is_identical_if_values_and_masks_are_in_order()
    {
        Ppc64CpuData data = new(new Ppc64Pvr(1, 3), new Ppc64Pvr(2));
        Assert.True(data.IsIdenticalTo(new Ppc64CpuData(new Ppc64Pvr(1, 3), new Ppc64Pvr(2))));
        Assert.False(data.IsIdenticalTo(new Ppc64CpuData(new Ppc64Pvr(2), new Ppc64Pvr(1, 3))));
        Assert.False(data.IsIdenticalTo(new Ppc64CpuData(new Ppc64Pvr(1, 3))));
        Assert.False(data.IsIdenticalTo(new Ppc64CpuData(new Ppc64Pvr(1), new Ppc64Pvr(2))));
    }

    private static Ppc64CpuData Data(uint pvr) => new(new Ppc64Pvr(pvr));
}
