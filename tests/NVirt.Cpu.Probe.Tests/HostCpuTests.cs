using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

/// <summary>What a reading of a host becomes.</summary>
public sealed class HostCpuTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.X86_64);

    [Fact]
    public void A_host_is_decoded_with_what_was_read_beside_its_features()
    {
        X86HostReading reading =
            Reading("Nehalem", "vmx") with { Microcode = 7, PhysicalBits = 40, Topology = new CpuTopology(1, 1, 1, 4, 2) };
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

    [Theory]
    [InlineData("power9", CpuArchitecture.Ppc64le, "POWER9", "IBM")]
    [InlineData("neoverse-n1", CpuArchitecture.Aarch64, "Neoverse-N1", "ARM")]
    public void Power_and_arm_are_decoded_with_their_topology(string cpuInfo, CpuArchitecture arch, string model, string vendor)
    {
        using FakeMachine machine = new(cpuInfo, cores: 4);
        CpuDefinition host = Read(arch, machine).Definition;
        Assert.Equal((CpuType.Host, arch, model, vendor), (host.Type, host.Arch, host.Model, host.Vendor));
        Assert.Equal(new CpuTopology(1, 1, 1, 4, 1), host.Topology);
    }

    [Fact]
    public void The_flags_of_arm_are_its_features()
    {
        using FakeMachine machine = new("cortex-a72");
        HostCpu host = Read(CpuArchitecture.Aarch64, machine);
        Assert.Equal(["fp", "asimd", "evtstrm", "crc32", "cpuid"], host.Features);
        Assert.Equal(host.Features, host.Definition.Features.Select(f => f.Name));
        Assert.Null(host.SafeGuest);
        Assert.Null(host.PsAbi);
    }

    [Fact]
    public void The_safe_guest_of_power_is_its_model()
    {
        using FakeMachine machine = new("power10");
        Assert.Equal(
            new CpuDefinition { Model = "POWER10", Vendor = "IBM", Fallback = CpuFallback.Forbid },
                Read(CpuArchitecture.Ppc64, machine).SafeGuest);
    }

    [Fact]
    public void A_processor_that_the_map_does_not_know_is_a_host_without_a_model()
    {
        using FakeMachine machine = new(cores: 1);
        machine.WithCpuInfo("revision\t: 2.1 (pvr 0001 0201)\n");
        Assert.Null(Read(CpuArchitecture.Ppc64, machine).Definition.Model);
    }

    [Theory]
    [InlineData("z15", CpuArchitecture.S390x)]
    [InlineData("sifive-u74", CpuArchitecture.Riscv64)]
    [InlineData("loongson-3a5000", CpuArchitecture.LoongArch64)]
    [InlineData("armv7", CpuArchitecture.Armv7l)]
    public void Other_architectures_have_a_topology_and_no_model(string cpuInfo, CpuArchitecture arch)
    {
        using FakeMachine machine = new(cpuInfo, cores: 2);
        HostCpu host = Read(arch, machine);
        Assert.Equal(CpuDefinition.NewHost(arch) with { Topology = new CpuTopology(1, 1, 1, 2, 1) }, host.Definition);
        Assert.Null(host.SafeGuest);
    }

    [Fact]
    public void A_machine_without_model_and_topology_is_refused_with_what_became_of_each_source()
    {
        using FakeMachine machine = new("z15");
        CpuException e = Assert.Throws<CpuException>(() => Read(CpuArchitecture.S390x, machine));
        Assert.Equal(CpuErrorKind.NoSupport, e.Kind);
        Assert.EndsWith("sys/devices/system: there is no such file", e.Message, StringComparison.Ordinal);
    }

    private static HostCpu Read(CpuArchitecture arch, FakeMachine machine) => HostCpu.From(FakeSystem.Read(arch, machine), CpuMap.Default);

    private static X86HostReading Reading(string model, params string[] features) => new() { Data = Raw(model, features) };

    private static X86CpuData Raw(string model, params string[] features)
    {
        CpuEncoding encoding =
            Driver.Encode(
                new CpuDefinition
                {
                    Model = model,
                    Vendor = "Intel",
                    Features = [.. features.Select(f => new CpuFeature(f, CpuPolicy.Require))]
                });
        return ((X86CpuData)encoding.Required).Add((X86CpuData)encoding.Vendor);
    }
}
