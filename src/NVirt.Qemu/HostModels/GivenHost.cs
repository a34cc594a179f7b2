using NVirt.Cpu;
using NVirt.Cpu.Axes;

namespace NVirt.Qemu.HostModels;

/// <summary>A host from a document or dump.</summary>
internal sealed class GivenHost(CpuSource cpu, CpuArchitecture arch, CpuMap map) : QemuHost(arch)
{
    public override int PhysicalBits => CpuAxes.PhysicalBitsOf(cpu) ?? 0;

    public override CpuTsc? Tsc => cpu.Definition?.Tsc;

    /// <summary>Raw data is decoded as if it were from this machine; a definition is the result of decoding elsewhere.</summary>
    public override CpuDefinition Probe(CpuArchitecture guest, CpuModelList? models)
    {
        CpuDriver driver = CpuDriver.For(guest, map);
        return cpu.Data is not null
            ? cpu.Decode(new CpuDefinition(), models, map)
            : driver.Translate(AsGuest(cpu.ToDefinition(map)), models);
    }
}
