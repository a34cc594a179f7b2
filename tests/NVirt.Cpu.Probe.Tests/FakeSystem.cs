using NVirt.Cpu.Probe;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

/// <summary>Machines of any architecture, made of files.</summary>
internal static class FakeSystem
{
    public static HostSystem Of(CpuArchitecture arch, FakeMachine machine, int wordBytes = 8) =>
        new() { Arch = arch, IsLinux = true, Root = machine.Root, WordBytes = wordBytes, IsLittleEndian = true };

    public static HostReading Read(CpuArchitecture arch, FakeMachine machine, int wordBytes = 8) =>
        HostProbe.Read(CpuMap.Default, Of(arch, machine, wordBytes));

    /// <summary>A machine with only this <c>/proc/cpuinfo</c>.</summary>
    public static HostReading ReadText(CpuArchitecture arch, string cpuInfo)
    {
        using FakeMachine machine = new();
        return Read(arch, machine.WithCpuInfo(cpuInfo));
    }

    public static ProbeSource Source(this HostReading reading, ProbeSourceKind kind) => reading.Sources.Single(s => s.Kind == kind);
}
