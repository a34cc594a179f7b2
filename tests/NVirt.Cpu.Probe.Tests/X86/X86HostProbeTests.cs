using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

public class X86HostProbeTests
{
    private const int ArchCapabilitiesBit = 29;

    private static HostSystem System(TempFolder folder, FakeCpuid cpuid, params int[] cpus) => new()
    {
        Arch = CpuArchitecture.X86_64,
        Cpuid = cpuid,
        Processors = new FakeProcessors(cpus),
        IsLinux = true,
        Root = folder.Root,
    };

    private static FakeCpuid WithArchCapabilities() =>
        new(FakeCpuid.Leaf0(7), X86Item.Cpuid(7, 0, edx: 1u << ArchCapabilitiesBit), X86Item.Cpuid(0x80000000, 0, 0x80000000));

    private static ProbeSource Source(X86HostReading reading, ProbeSourceKind kind) => reading.Sources.Single(s => s.Kind == kind);

    [Fact]
    public void Files_and_msrs_are_read_where_they_are_said_to_be()
    {
        using TempFolder folder = new();
        byte[] msrs = new byte[0x200];
        msrs[0x10a] = 1;
        folder.Write("dev/cpu/2/msr", msrs);
        folder.Write("dev/cpu/3/msr", new byte[0x200]);
        folder.Write("proc/cpuinfo", "microcode\t: 0x12\naddress sizes\t: 46 bits physical, 48 bits virtual\n");
        folder.Write("sys/devices/system/cpu/cpu0/online", "0");
        X86HostReading reading = X86HostProbe.Read(FakeCpuid.Map, System(folder, WithArchCapabilities(), 2, 3));
        Assert.Equal(2, reading.Cpu);
        Assert.Equal(X86Item.Msr(0x10a, 1, 0), reading.Data.Msr(0x10a));
        Assert.Contains(new X86MsrReading(0x10a, X86MsrSource.Device), reading.Msrs);
        Assert.Equal((0x12u, 46, 48), (reading.Microcode, reading.PhysicalBits, reading.VirtualBits));
        Assert.Equal(new CpuTopology(1, 1, 1, 1, 1), reading.Topology);
        Assert.Empty(reading.UnknownFeatures);
    }

    [Fact]
    public void Msrs_of_the_device_tell_processors_apart()
    {
        using TempFolder folder = new();
        byte[] msrs = new byte[0x200];
        msrs[0x10a] = 1;
        folder.Write("dev/cpu/2/msr", msrs);
        folder.Write("dev/cpu/3/msr", new byte[0x200]);
        X86HybridReport hybrid = X86HostProbe.Read(FakeCpuid.Map, System(folder, WithArchCapabilities(), 2, 3)).Hybrid;
        Assert.True(hybrid.IsHybrid);
        Assert.Equal(["rdctl-no"], hybrid.Groups[1].Missing);
    }

    [Fact]
    public void What_can_not_be_read_has_a_reason_and_leaves_features_unknown()
    {
        using TempFolder folder = new();
        X86HostReading reading = X86HostProbe.Read(FakeCpuid.Map, System(folder, WithArchCapabilities(), 0));
        Assert.All(reading.Sources.Skip(1), s => Assert.Equal((ProbeSourceState.Failed, "there is no such file"), (s.State, s.Failure)));
        Assert.Contains("rdctl-no", reading.UnknownFeatures);
        Assert.True(FakeCpuid.Has(reading.Unknown, "rdctl-no"));
        Assert.Null(reading.Topology);
        Assert.Equal(0u, reading.Microcode);
    }

    [Fact]
    public void What_is_not_needed_is_not_opened()
    {
        using TempFolder folder = new();
        X86HostReading reading = X86HostProbe.Read(FakeCpuid.Map, System(folder, new FakeCpuid(FakeCpuid.Leaf0(7)), 0));
        Assert.Equal(ProbeSourceState.NotNeeded, Source(reading, ProbeSourceKind.MsrDevice).State);
        Assert.Equal(ProbeSourceState.NotNeeded, Source(reading, ProbeSourceKind.Kvm).State);
    }

    [Fact]
    public void Kvm_is_asked_for_the_time_stamp_counter_only_if_it_is_invariant()
    {
        using TempFolder folder = new();
        FakeCpuid cpuid = new(FakeCpuid.Leaf0(7), X86Item.Cpuid(0x80000000, 0, 0x80000007), X86Item.Cpuid(0x80000007, 0, edx: 1 << 8));
        Assert.Equal(
            ProbeSourceState.Failed, Source(X86HostProbe.Read(FakeCpuid.Map, System(folder, cpuid, 0)), ProbeSourceKind.Kvm).State);
    }

    [Fact]
    public void Without_linux_cpuid_is_all_there_is()
    {
        HostSystem system = new() { Arch = CpuArchitecture.X86_64, Cpuid = WithArchCapabilities(), IsLinux = false };
        X86HostReading reading = X86HostProbe.Read(FakeCpuid.Map, system);
        Assert.Null(reading.Cpu);
        Assert.NotNull(reading.Data.Cpuid(7));
        Assert.All(reading.Sources.Skip(1), s => Assert.Equal("only Linux has it", s.Failure));
        Assert.Contains("rdctl-no", reading.UnknownFeatures);
    }

    [Fact]
    public void This_machine_can_be_read_without_failing()
    {
        Needs.X86();
        X86HostReading reading = Assert.IsType<X86HostReading>(HostProbe.ReadThisMachine());
        Assert.NotNull(reading.Data.Cpuid(0));
        Assert.Equal(6, reading.Sources.Length);
        Assert.Equal(reading.Sources[1].Failure is null, reading.KernelView?.Sources.Contains(ProbeSourceKind.CpuidDevice) == true);
        Assert.Equal(LinuxProcessors.Allowed(), reading.Hybrid.Groups.SelectMany(g => g.Cpus).Order());
        Assert.NotNull(reading.PhysicalBits);
        Assert.NotNull(reading.Topology);
    }

    [Theory]
    [InlineData("processor\t: 0\nflags\t\t: fpu rtm\n", "rtm", "sse")]
    [InlineData("processor\t: 0\nflags\t\t: fpu sse\n", "", "")]
    [InlineData("processor\t: 0\nflags\t\t: fpu r", null, null)]
    [InlineData("processor\t: 0\n", null, null)]
    [InlineData("", null, null)]
    public void Without_the_device_the_kernels_flags_are_its_view(string cpuInfo, string? onlyKernel, string? onlyInstruction)
    {
        using TempFolder folder = new();
        folder.Write("proc/cpuinfo", cpuInfo);
        FakeCpuid cpuid = new(FakeCpuid.Leaf0(7), X86Item.Cpuid(1, 0, edx: 1 | (1 << 25)), X86Item.Cpuid(0x80000000, 0, 0x80000000));
        X86KernelView? view = X86HostProbe.Read(FakeCpuid.Map, System(folder, cpuid, 0)).KernelView;
        Assert.Equal((onlyKernel, onlyInstruction),
            (view is null ? null : string.Join(' ', view.OnlyKernel), view is null ? null : string.Join(' ', view.OnlyInstruction)));
    }

    private sealed class FakeProcessors(int[] cpus) : IProcessors
    {
        public void RunOnEach(Action<int> work) => Array.ForEach(cpus, work);
    }
}
