using NVirt.Cpu.Arm;
using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Probe;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

/// <summary>What holds for each architecture.</summary>
public class HostProbeTests
{
    public static TheoryData<CpuArchitecture> Kernels => [.. CpuArchitectures.All.Where(a => !a.IsX86())];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_machine_that_tells_nothing_has_a_reason_for_each_source(CpuArchitecture arch)
    {
        using FakeMachine machine = new();
        HostReading reading = FakeSystem.Read(arch, machine);
        Assert.Equal(arch, reading.Arch);
        Assert.Null(reading.RawData);
        Assert.NotEmpty(reading.Sources);
        Assert.All(reading.Sources, s => Assert.Equal((ProbeSourceState.Failed, "there is no such file"), (s.State, s.Failure)));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Without_linux_there_is_nothing(CpuArchitecture arch)
    {
        HostReading reading = HostProbe.Read(CpuMap.Default, new HostSystem { Arch = arch, IsLinux = false });
        Assert.Null(reading.RawData);
        Assert.Null(reading.Topology);
        Assert.All(reading.Sources, s => Assert.Equal("only Linux has it", s.Failure));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Another_architectures_description_is_no_reason_to_fail(CpuArchitecture arch)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Places.Root, "docs", "examples", "cpuinfo")))
        {
            using FakeMachine machine = new(Path.GetFileNameWithoutExtension(file), cores: 1);
            HostReading reading = FakeSystem.Read(arch, machine);
            Assert.NotNull(reading.Topology);
            Assert.DoesNotContain(reading.Sources, s => s.Failure?.Any(char.IsControl) == true);
        }
    }

    [Fact]
    public void Raw_data_is_for_the_driver_of_the_machine()
    {
        using FakeMachine power = new("power9");
        using FakeMachine arm = new("neoverse-n1");
        HostSystem powerSystem = FakeSystem.Of(CpuArchitecture.Ppc64le, power);
        Assert.IsType<Ppc64CpuData>(HostProbe.ReadRawData(CpuDriver.For(CpuArchitecture.Ppc64), powerSystem));
        Assert.IsType<ArmCpuData>(
            HostProbe.ReadRawData(CpuDriver.For(CpuArchitecture.Aarch64), FakeSystem.Of(CpuArchitecture.Aarch64, arm)));
        CpuException other = Assert.Throws<CpuException>(() => HostProbe.ReadRawData(CpuDriver.For(CpuArchitecture.X86_64), powerSystem));
        Assert.Equal((CpuErrorKind.NoSupport, "the processor could not be read: this machine is ppc64le, but raw data of x86_64 is wanted"),
            (other.Kind, other.Message));
    }

    [Fact]
    public void Raw_data_that_could_not_be_read_is_refused_with_the_reasons()
    {
        using FakeMachine machine = new();
        string info = Path.Combine(machine.Root, "proc/cpuinfo");
        string sysfs = Path.Combine(machine.Root, "sys/devices/system");
        CpuException e = Assert.Throws<CpuException>(
            () => HostProbe.ReadRawData(CpuDriver.For(CpuArchitecture.Ppc64), FakeSystem.Of(CpuArchitecture.Ppc64, machine)));
        Assert.Equal(
            $"the processor could not be read: no raw data of this machine (ppc64): {info}: there is no such file; {sysfs}: there is no "
                + $"such file", e.Message);
    }

    [Fact]
    public void This_machines_driver_has_node_data_and_others_have_not()
    {
        Needs.X86();
        Assert.NotNull(HostProbe.ReadRawData(CpuDriver.For(CpuArchitecture.X86_64)));
        Assert.All(
            [CpuArchitecture.Ppc64, CpuArchitecture.Aarch64, CpuArchitecture.S390x, CpuArchitecture.Riscv64, CpuArchitecture.Alpha],
            a => Assert.Equal(CpuErrorKind.NoSupport, Assert.Throws<CpuException>(() => HostProbe.ReadRawData(CpuDriver.For(a))).Kind));
    }
}
