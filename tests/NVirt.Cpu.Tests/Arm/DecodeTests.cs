using NVirt.Cpu.Arm;
using NVirt.Cpu.Ppc64;

namespace NVirt.Cpu.Tests.Arm;

/// <summary>From the part number to a model (cpu-rules.md 4.4).</summary>
public sealed class DecodeTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.Aarch64);
    private static readonly CpuDefinition HostStub = CpuDefinition.NewHost(CpuArchitecture.Aarch64);

    [Fact]
    public void A_host_has_the_parts_model_the_implementers_name_and_the_flags()
    {
        CpuDefinition host = Driver.Decode(HostStub, new ArmCpuData(0x41, 0xd0c, "fp", "asimd", "aes"));
        Assert.Equal((CpuArchitecture.Aarch64, "Neoverse-N1", "ARM"), (host.Arch, host.Model, host.Vendor));
        Assert.Equal([new CpuFeature("fp"), new CpuFeature("asimd"), new CpuFeature("aes")], host.Features);
    }

    [Fact]
    public void A_guest_requires_the_flags()
    {
        CpuDefinition guest = Driver.Decode(new CpuDefinition(), new ArmCpuData(0x46, 0x001, "sve"));
        Assert.Equal("a64fx", guest.Model);
        Assert.Equal([new CpuFeature("sve", CpuPolicy.Require)], guest.Features);
    }

    [Fact]
    public void The_part_number_decides_whoever_implements_it()
    {
        CpuDefinition host = Driver.Decode(HostStub, new ArmCpuData(0x51, 0xd0c));
        Assert.Equal(("Neoverse-N1", "Qualcomm"), (host.Model, host.Vendor));
    }

    [Fact]
    public void An_unknown_implementer_may_be_zero_only()
    {
        Assert.Null(Driver.Decode(HostStub, new ArmCpuData(0, 0xd0c)).Vendor);
        Assert.Equal(
            "the CPU map does not know MIDR_EL1 implementer 0x61", MessageOf(CpuErrorKind.OperationFailed, new ArmCpuData(0x61, 0xd0c)));
    }

    [Fact]
    public void An_unknown_part_is_named() =>
        Assert.Equal("the CPU map does not know MIDR_EL1 part 0x0ff", MessageOf(CpuErrorKind.OperationFailed, new ArmCpuData(0x41, 0x0ff)));

    [Fact]
    public void A_model_that_is_not_allowed_is_refused_before_the_implementer_is_looked_up() => Assert.Equal(
        "the model Neoverse-N1 is not among the allowed ones",
        MessageOf(CpuErrorKind.Unsupported, new ArmCpuData(0x61, 0xd0c), CpuModelList.Of("a64fx")));

    [Fact]
    public void Data_of_another_architecture_is_refused() =>
        Assert.Contains("ppc64", MessageOf(CpuErrorKind.InvalidArgument, new Ppc64CpuData(new Ppc64Pvr(1))), StringComparison.Ordinal);

    [Fact]
    public void A_stub_that_is_not_custom_is_refused() => Assert.Equal(
        CpuErrorKind.InvalidArgument,
        Assert.Throws<CpuException>(() => Driver.Decode(HostStub with { Mode = null }, new ArmCpuData(0x41, 0xd0c))).Kind);

    [Fact]
    public void Only_aarch64_has_such_data() => Assert.Equal(
        CpuErrorKind.NoSupport,
        Assert.Throws<CpuException>(
            () => CpuDriver.For(CpuArchitecture.Armv7l).Decode(new CpuDefinition(), new ArmCpuData(0x41, 0xd0c))).Kind);

    [Fact]
    public void Data_is_identical_if_part_implementer_and_flags_in_order_are()
    {
        ArmCpuData data = new(0x41, 0xd0c, "fp", "aes");
        Assert.True(data.IsIdenticalTo(new ArmCpuData(0x41, 0xd0c, "fp", "aes")));
        Assert.False(data.IsIdenticalTo(new ArmCpuData(0x41, 0xd0c, "aes", "fp")));
        Assert.False(data.IsIdenticalTo(new ArmCpuData(0x41, 0xd08, "fp", "aes")));
        Assert.False(data.IsIdenticalTo(new ArmCpuData(0x42, 0xd0c, "fp", "aes")));
        Assert.False(data.IsIdenticalTo(new Ppc64CpuData()));
    }

    private static string MessageOf(CpuErrorKind kind, CpuData data, CpuModelList? models = null)
    {
        CpuException refused = Assert.Throws<CpuException>(() => Driver.Decode(HostStub, data, models));
        Assert.Equal(kind, refused.Kind);
        return refused.Message;
    }
}
