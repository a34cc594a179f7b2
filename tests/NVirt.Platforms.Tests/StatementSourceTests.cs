namespace NVirt.Platforms.Tests;

/// <summary>Statements as the sources that comparisons take.</summary>
public sealed class StatementSourceTests
{
    [Theory]
    [InlineData("Architecture: x86_64\nVendor ID: GenuineIntel\nFlags: fpu lm sse sse2 aes\n")]
    [InlineData("x86-64-v3")]
    [InlineData("host : x\nhw_caps : bfebfbff:7ffefbff:2c100800:00000121:0000000f:d39ffffb:00000008:00000100\n")]
    [InlineData("{\"featureCapability\":[{\"featureName\":\"cpuid.AES\",\"value\":\"1\"},"
        + "{\"featureName\":\"cpuid.AVX\",\"value\":\"0\"}]}")]
    [InlineData("CompatibilityForMigrationEnabled : True\n")]
    public void What_is_unknown_of_a_host_stays_unknown(string text)
    {
        CpuStatement host = Reading.One(text);
        CpuStatement again = CpuStatement.Of(host.ToSource());
        Assert.Equal(host.Bits.Yes, again.Bits.Yes);
        Assert.Equal(host.Bits.No, again.Bits.No);
        Assert.Equal(host.Bits.Unknown, again.Bits.Unknown);
        Assert.Equal(host.Vendor, again.Vendor);
    }

    [Fact]
    public void A_host_of_which_the_vendor_is_not_told_has_no_model() =>
        Assert.Null(Reading.One("x86-64-v3").ToSource().Definition!.Model);

    [Fact]
    public void A_guest_does_not_need_what_its_program_leaves_open()
    {
        CpuDefinition guest = Reading.One("Opteron_G3,+aes", "qemu-cpu").ToSource().Definition!;
        Assert.Equal(CpuPolicy.Optional, guest.Features.Single(f => f.Name == "svm").Policy);
        Assert.Equal(CpuPolicy.Require, guest.Features.Single(f => f.Name == "aes").Policy);
    }

    [Fact]
    public void What_only_the_host_decides_is_unknown_of_a_guest()
    {
        CpuSource guest = Reading.One("boot=2,max_phys_bits=40").ToSource();
        Assert.Null(guest.HasFeature("aes"));
        Assert.False(Reading.One("Nehalem,-sse2", "qemu-cpu").ToSource().HasFeature("sse2"));
        Assert.False(Reading.One("Nehalem", "qemu-cpu").ToSource().HasFeature("avx"));
    }

    [Fact]
    public void What_a_definition_has_no_place_for_is_told()
    {
        CpuStatement guest = Reading.One("EPYC,tsc-frequency=2500000000,level=13,hv-time,phys-bits=40", "qemu-cpu");
        Assert.Equal(["tsc-frequency", "level", "+hv-time"], guest.LossesOfDefinition.Select(r => r.Subject));
        Assert.All(guest.LossesOfDefinition, r => Assert.True(r.IsLoss));
        Assert.Empty(Reading.One("<cpu mode='custom'><model>EPYC</model></cpu>").LossesOfDefinition);
    }

    [Fact]
    public void A_limit_of_address_bits_is_kept() => Assert.Equal(
        new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, null, 40), Reading.One("boot=2,max_phys_bits=40").ToDefinition().MaxPhysAddr);

    [Fact]
    public void A_guest_without_a_model_is_not_written_as_an_empty_definition()
    {
        CpuStatement guest = Reading.One("cpuid.archlevel=v3\n");
        Assert.Equal(CpuErrorKind.Unsupported, Assert.Throws<CpuException>(
            () => PlatformWriter.Write("libvirt", new PlatformWriteRequest { Cpu = guest.ToDefinition() })).Kind);
    }

    [Fact]
    public void A_dump_read_in_a_guest_is_what_a_hypervisor_gave()
    {
        Cpu.X86.X86CpuData guest = Cpu.X86.X86CpuData.Create([Cpu.X86.X86Item.Cpuid(1, 0, ecx: 1u << 31)]);
        Assert.Equal(StatementTruth.Hypervisor, CpuStatement.Of(new CpuSource(guest)).Truth);
        Cpu.X86.X86CpuData machine = Cpu.X86.X86CpuData.Create([Cpu.X86.X86Item.Cpuid(1, 0, ecx: 1)]);
        Assert.Equal(StatementTruth.Physical, CpuStatement.Of(new CpuSource(machine)).Truth);
    }
}
