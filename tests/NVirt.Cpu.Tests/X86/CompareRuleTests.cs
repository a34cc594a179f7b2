using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>What a verdict reports in addition to yes and no, and where it is never yes.</summary>
public sealed class CompareRuleTests
{
    [Fact]
    public void A_reason_names_the_model_only_if_the_feature_is_the_models()
    {
        CpuReason[] reasons = [.. Driver.Compare(Host("core2duo"), Guest("Nehalem", "+avx")).Refusal!.Reasons];
        Assert.Equal("Nehalem", Array.Find(reasons, r => r.Subject == "popcnt")!.Model);
        Assert.Null(Array.Find(reasons, r => r.Subject == "avx")!.Model);
    }

    [Fact]
    public void A_resolved_cpu_of_another_architecture_never_fits()
    {
        ResolvedCpu guest = Driver.Advanced.Resolve(Guest("Nehalem") with { Arch = CpuArchitecture.Aarch64 });
        Assert.Equal(CpuVerdict.Incompatible, Driver.Advanced.Compare(Driver.Advanced.Resolve(Host("Nehalem")), guest));
        Assert.Equal(CpuVerdict.Identical,
            Driver.Advanced.Compare(Driver.Advanced.Resolve(Host("Nehalem")), Driver.Advanced.Resolve(Guest("Nehalem"))));
    }

    [Theory]
    [InlineData(CpuVerdict.Identical, true)]
    [InlineData(CpuVerdict.Superset, true)]
    [InlineData(CpuVerdict.Incompatible, false)]
    [InlineData(CpuVerdict.Error, false)]
    public void An_error_is_no_yes(CpuVerdict verdict, bool isCompatible) =>
        Assert.Equal(isCompatible, new CpuComparison(verdict).IsCompatible);

    [Fact]
    public void The_vendor_id_of_a_guest_stays_when_it_becomes_the_hosts_model()
    {
        CpuDefinition guest = new() { Mode = CpuMode.HostModel, VendorId = "KVMKVMKVMKVM" };
        Assert.Equal("KVMKVMKVMKVM", Driver.Update(guest, Host("Nehalem", vendor: "Intel")).VendorId);
    }
}
