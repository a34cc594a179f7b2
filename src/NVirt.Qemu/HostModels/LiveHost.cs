using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Qemu.HostModels;

/// <summary>The machine that this process runs on.</summary>
internal sealed class LiveHost(CpuMap map) : QemuHost(CpuArchitectures.Host)
{
    private readonly Lazy<HostCpu> _cpu = new(() => HostCpu.Read(map));

    public override int PhysicalBits => Arch.IsX86() ? _cpu.Value.Reading.PhysicalBits ?? 0 : 0;

    public override CpuTsc? Tsc => Arch.IsX86() ? _cpu.Value.Definition.Tsc : null;

    public override CpuDefinition Probe(CpuArchitecture guest, CpuModelList? models) =>
        CpuDriver.For(guest, map).Decode(
            new CpuDefinition(), _cpu.Value.Reading.RawData ?? throw new CpuException(CpuErrorKind.NoSupport, CpuRule.HostMissing), models);
}
