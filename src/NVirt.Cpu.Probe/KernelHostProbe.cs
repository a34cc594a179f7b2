using System.Collections.Immutable;
using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.Power;

namespace NVirt.Cpu.Probe;

/// <summary>Reads a host whose processors cannot be queried directly, from what the kernel reports (cpu-rules.md 5).</summary>
internal static class KernelHostProbe
{
    /// <summary>Reads it. What cannot be read is unknown, and the list of sources says why.</summary>
    public static HostReading Read(HostSystem system)
    {
        CpuInfoText info = CpuInfoText.Read(system);
        ImmutableArray<ProbeSource> registers = [];
        HostReading reading = system.Arch == CpuArchitecture.Aarch64 ? ReadArm(system, info, out registers) : Of(system.Arch, info);
        CpuTopology? topology = system.ReadTopology(out string? topologyFailure);
        return reading with
        {
            Topology = topology,
            Sources =
            [
                .. registers,
                ProbeSource.Of(ProbeSourceKind.CpuInfo, system.CpuInfo, info.Problem),
                ProbeSource.Of(ProbeSourceKind.Sysfs, system.Sysfs, topologyFailure),
            ],
        };
    }

    /// <summary>What <c>/proc/cpuinfo</c> alone shows.</summary>
    public static HostReading Of(CpuArchitecture arch, CpuInfoText info) => arch switch
    {
        _ when arch.IsPpc64() => Ppc64HostReading.Of(arch, info),
        _ when arch.IsArm() => ArmHostReading.Of(arch, info),
        CpuArchitecture.S390 or CpuArchitecture.S390x => S390HostReading.Of(arch, info),
        CpuArchitecture.Riscv32 or CpuArchitecture.Riscv64 => RiscVHostReading.Of(arch, info),
        _ => GenericHostReading.Of(arch, info),
    };

    private static ArmHostReading ReadArm(HostSystem system, CpuInfoText info, out ImmutableArray<ProbeSource> sources)
    {
        ulong? midr = ArmRegisters.ReadMidr(system, out ProbeSource register);
        ulong? capabilities = ArmRegisters.ReadCapabilities(system, out ProbeSource vector);
        sources = [register, vector];
        return ArmHostReading.Of(system.Arch, info, midr, capabilities);
    }
}
