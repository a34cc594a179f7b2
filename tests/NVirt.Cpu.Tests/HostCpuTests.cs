using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Tests;

/// <summary>What a reading of a host becomes.</summary>
public sealed class HostCpuTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.X86_64);

    [Fact]
    public void A_host_is_decoded_with_what_was_read_beside_its_features()
    {
        X86HostReading reading = Reading("Nehalem", "vmx") with { Microcode = 7, PhysicalBits = 40, Topology = new CpuTopology(1, 1, 1, 4, 2) };
        CpuDefinition host = HostCpu.From(reading, CpuMap.Default).Definition;
        Assert.Equal(("Nehalem-v1", "Intel", 7u, 40), (host.Model, host.Vendor, host.Microcode, host.MaxPhysAddr?.Bits));
        Assert.Equal(new CpuTopology(1, 1, 1, 4, 2), host.Topology);
    }

    [Fact]
    public void The_safe_guest_has_nothing_that_does_not_migrate_or_is_never_passed()
    {
        CpuDefinition? guest = HostCpu.From(Reading("Nehalem", "invtsc", "osxsave", "vmx"), CpuMap.Default).SafeGuest;
        Assert.Equal([new CpuFeature("vmx", CpuPolicy.Require)], guest!.Features);
    }

    [Fact]
    public void The_safe_guest_of_a_hybrid_machine_has_what_all_processors_have()
    {
        X86CpuData big = Raw("Nehalem", "aes", "avx");
        X86CpuData small = Raw("Nehalem", "aes");
        X86HostReading reading = new() { Data = big, Hybrid = X86HybridReport.Of(CpuMap.Default.X86, [(0, big), (1, small)]) };
        HostCpu host = HostCpu.From(reading, CpuMap.Default);
        Assert.True(reading.Hybrid.IsHybrid);
        Assert.True(Driver.HasFeature(host.Definition, "avx"));
        Assert.True(Driver.HasFeature(host.SafeGuest!, "aes"));
        Assert.False(Driver.HasFeature(host.SafeGuest!, "avx"));
    }

    [Fact]
    public void Without_a_topology_a_host_that_no_model_fits_is_refused()
    {
        X86HostReading nothing = new() { Data = X86CpuData.Empty };
        Assert.Equal(CpuRule.NoModelFits, Assert.Throws<CpuException>(() => HostCpu.From(nothing, CpuMap.Default)).Refusal.Reasons[0].Rule);
        Assert.Null(HostCpu.From(nothing with { Topology = new CpuTopology(1, 1, 1, 1, 1) }, CpuMap.Default).Definition.Model);
    }

    private static X86HostReading Reading(string model, params string[] features) => new() { Data = Raw(model, features) };

    private static X86CpuData Raw(string model, params string[] features)
    {
        CpuEncoding encoding = Driver.Encode(new CpuDefinition { Model = model, Vendor = "Intel", Features = [.. features.Select(f => new CpuFeature(f, CpuPolicy.Require))] });
        return ((X86CpuData)encoding.Required).Add((X86CpuData)encoding.Vendor);
    }
}
