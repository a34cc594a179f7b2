using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Cpu.Tests.X86;

/// <summary>How KVM guests differ from their processor.</summary>
public sealed class KvmFeaturesTests
{
    [Theory]
    [InlineData("+x2apic", "", true)]
    [InlineData("+hypervisor +arat", "", true)]
    [InlineData("+x2apic +avx", "", false)]
    [InlineData("+spec-ctrl", "", false)]
    [InlineData("+spec-ctrl", "ibpb ibrs", true)]
    [InlineData("+stibp", "amd-stibp", true)]
    public void A_processor_may_lack_what_kvm_gives(string features, string host, bool needsHypervisor) =>
        Assert.Equal(needsHypervisor, Driver.Compare(Host("Nehalem", host), Guest("Nehalem", features)).NeedsHypervisor);

    [Fact]
    public void What_a_hypervisor_offers_has_it_already() =>
        Assert.False(Driver.Compare(Guest("Nehalem"), Guest("Nehalem", "+x2apic")).NeedsHypervisor);

    [Fact]
    public void Another_host_is_no_guest() => Assert.False(Driver.Compare(Host("Nehalem"), Host("Nehalem", "x2apic")).NeedsHypervisor);

    [Fact]
    public void A_cpu_that_fits_needs_nothing() => Assert.False(Driver.Compare(Host("Nehalem"), Guest("Nehalem")).NeedsHypervisor);

    [Fact]
    public void A_baseline_for_guests_leaves_out_what_none_gets()
    {
        CpuDefinition[] hosts = [Host("Nehalem", "dtes64 monitor ds_cpl est tm2 xtpr pdcm ds acpi tm pbe vmx")];
        CpuDefinition plain = Driver.Baseline(hosts);
        Assert.Equal("dtes64 monitor ds_cpl est tm2 xtpr pdcm ds acpi tm pbe", string.Join(' ', Driver.Advanced.WithheldFeatures(plain)));
        CpuDefinition forGuests = Driver.Baseline(hosts, new CpuBaselineOptions { ForGuests = true });
        Assert.Empty(Driver.Advanced.WithheldFeatures(forGuests));
        Assert.True(Driver.HasFeature(forGuests, "vmx"));
        Assert.True(Driver.Compare(hosts[0], forGuests).IsCompatible);
    }

    [Fact]
    public void Nothing_is_both_given_and_withheld()
    {
        X86Map map = CpuMap.Default.X86;
        Assert.False(KvmWithheld.GivenBeside(map, map.AllFeatures - KvmWithheld.Withheld(map)).Overlaps(KvmWithheld.Withheld(map)));
        Assert.False(KvmWithheld.GivenBeside(map, default).IsEmpty);
    }

    [Theory]
    [InlineData(CpuMode.HostPassthrough, null, "AMD", 2u, "", true)]
    [InlineData(CpuMode.HostPassthrough, null, "AMD", 1u, "", false)]
    [InlineData(CpuMode.HostPassthrough, null, "Intel", 2u, "", false)]
    [InlineData(CpuMode.HostModel, null, "AMD", 2u, "+topoext", false)]
    [InlineData(CpuMode.HostModel, null, "AMD", 2u, "-topoext", true)]
    [InlineData(CpuMode.Custom, "Opteron_G5", "Intel", 2u, "", true)]
    [InlineData(CpuMode.Custom, "EPYC-Milan", "AMD", 2u, "", false)]
    [InlineData(CpuMode.Custom, "Nehalem", "AMD", 2u, "", false)]
    public void Threads_of_amd_processors_need_a_feature(
        CpuMode mode, string? model, string vendor, uint threads, string features, bool hidden) => Assert.Equal(
        hidden,
        Driver.Advanced.HidesThreads(Guest(model, features) with { Mode = mode, Topology = new CpuTopology(1, 1, 1, 1, threads) }, vendor));
}
