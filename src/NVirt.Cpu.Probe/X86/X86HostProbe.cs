using System.Text;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>Reads the raw data of an x86 host (cpu-rules.md 5.1 to 5.3). Needs no privileges; what would need them is unknown.</summary>
internal static class X86HostProbe
{
    /// <summary>Reads CPUID of each processor, and on Linux also files and devices.</summary>
    /// <exception cref="CpuException">The machine is not x86 (no-support). Nothing else makes this fail.</exception>
    public static X86HostReading Read(X86Map map, HostSystem system)
    {
        List<(int Cpu, X86Reading Reading)> perCpu = [];
        system.Processors.RunOnEach(cpu => perCpu.Add((cpu, X86CpuidReader.Read(system.Cpuid))));
        int? cpu = perCpu.Count > 0 ? perCpu[0].Cpu : null;
        X86Reading cpuid = perCpu.Count > 0 ? perCpu[0].Reading : X86CpuidReader.Read(system.Cpuid);
        return system.IsLinux
            ? ReadLinux(map, system, cpu, cpuid, perCpu)
            : Bundle(map, cpuid, []) with { Sources = [CpuidSource, .. OnlyLinux(system)] };
    }

    private static ProbeSource CpuidSource => new(ProbeSourceKind.Cpuid, "CPUID", ProbeSourceState.Read);

    private static X86HostReading ReadLinux(
        X86Map map, HostSystem system, int? cpu, X86Reading cpuid, List<(int Cpu, X86Reading Reading)> perCpu)
    {
        using CpuidDevice kernelCpuid = CpuidDevice.Of(system.CpuDevices, cpu ?? 0);
        X86Reading kernel = X86CpuidReader.Read(kernelCpuid);
        using MsrDevice device = MsrDevice.Of(system.CpuDevices, cpu ?? 0);
        using KvmDevice kvm = new(system.Kvm);
        var (reading, msrs) = cpu is null ? X86MsrReader.Read(map, cpuid, kvm) : X86MsrReader.Read(map, cpuid, device, kvm);
        bool isInvariant = new X86Presence(cpuid.Data, cpuid.Coverage).OfBit(X86EnumeratingBit.InvariantTsc) == X86PresenceState.Present;
        CpuTsc? tsc = isInvariant ? kvm.ReadTsc() : null;
        ReadOnlyMemory<byte> text = ProbeFiles.ReadStart(system.CpuInfo, CpuInfo.ReadBytes, out string? infoFailure) ?? default;
        string start = Encoding.Latin1.GetString(text.Span);
        CpuInfo info = CpuInfo.Parse(start);
        CpuInfoFlags flags = CpuInfoFlags.Parse(start);
        CpuTopology? topology = SysfsTopology.Read(system.Sysfs, out string? topologyFailure);
        bool hasDevice = msrs.Any(m => m.Source == X86MsrSource.Device);
        X86HybridReport hybrid = X86HybridReport.Of(
            map, perCpu.Select(c => (c.Cpu, hasDevice ? WithMsrs(map, system, c.Cpu, c.Reading) : c.Reading.Data)));
        return Bundle(map, reading, msrs) with
        {
            Cpu = cpu,
            Microcode = info.Microcode,
            Tsc = tsc,
            PhysicalBits = info.PhysicalBits,
            VirtualBits = info.VirtualBits,
            Topology = topology,
            Hybrid = hybrid,
            KernelView = cpu is null ? null : X86KernelView.Of(
                map,
                cpuid,
                kernelCpuid.Failure is null ? kernel : null,
                hybrid.IsHybrid && flags.Processor != cpu ? [] : flags.Names),
            Sources =
            [
                CpuidSource,
                kernelCpuid.Describe(),
                device.Describe(),
                kvm.Describe(),
                ProbeSource.Of(ProbeSourceKind.CpuInfo, system.CpuInfo, infoFailure),
                ProbeSource.Of(ProbeSourceKind.Sysfs, system.Sysfs, topologyFailure),
            ],
        };
    }

    // KVM's values are the same for all processors, so only the MSR devices can show differences.
    private static X86CpuData WithMsrs(X86Map map, HostSystem system, int cpu, X86Reading cpuid)
    {
        using MsrDevice device = MsrDevice.Of(system.CpuDevices, cpu);
        return X86MsrReader.Read(map, cpuid, device).Reading.Data;
    }

    private static X86HostReading Bundle(X86Map map, X86Reading reading, IReadOnlyList<X86MsrReading> msrs)
    {
        FeatureSet unknown = X86Unknown.FeaturesOf(map, reading.Data, reading.Coverage);
        return new X86HostReading
        {
            Data = reading.Data,
            Coverage = reading.Coverage,
            Msrs = [.. msrs],
            Unknown = unknown,
            UnknownFeatures = map.NamesOf(unknown),
        };
    }

    private static IEnumerable<ProbeSource> OnlyLinux(HostSystem system)
    {
        string reason = Messages.Probe_OnlyLinux;
        yield return ProbeSource.Of(ProbeSourceKind.CpuidDevice, system.CpuDevices, reason);
        yield return ProbeSource.Of(ProbeSourceKind.MsrDevice, system.CpuDevices, reason);
        yield return ProbeSource.Of(ProbeSourceKind.Kvm, system.Kvm, reason);
        yield return ProbeSource.Of(ProbeSourceKind.CpuInfo, system.CpuInfo, reason);
        yield return ProbeSource.Of(ProbeSourceKind.Sysfs, system.Sysfs, reason);
    }
}
