using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe.Arm;
using NVirt.Cpu.Probe.Linux;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>The processors of an ARM machine, which may be of several parts (big.LITTLE).</summary>
internal static class ArmProcessors
{
    /// <summary>Every processor by its number; libvirt uses the first.</summary>
    /// <param name="reading">What was read, including data.</param>
    public static IReadOnlyList<DumpedCpu> Of(ArmHostReading reading)
    {
        ArmCpuData first = reading.Data!;
        List<DumpedCpu> cpus = [];
        foreach (HostCpuGroup group in reading.Groups)
        {
            if (group.Identity.Split(' ') is [var implementer, var number]
                && ProbeFiles.TryHex(implementer, 0xff, out ulong vendor) && ProbeFiles.TryHex(number, 0xfff, out ulong part))
            {
                ArmCpuData data = new((uint)vendor, (uint)part, first.Flags);
                cpus.AddRange(group.Cpus.Select(c => new DumpedCpu(CpuArchitecture.Aarch64, data) { Number = c }));
            }
        }

        cpus.Sort(static (a, b) => a.Number!.Value.CompareTo(b.Number!.Value));
        return cpus.Count > 0 && cpus[0].Data!.IsIdenticalTo(first) ? cpus : [new DumpedCpu(CpuArchitecture.Aarch64, first), .. cpus];
    }
}
