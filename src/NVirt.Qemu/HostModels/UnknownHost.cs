using NVirt.Cpu;

namespace NVirt.Qemu.HostModels;

/// <summary>A host of which only the architecture is known.</summary>
internal sealed class UnknownHost(CpuArchitecture arch) : QemuHost(arch)
{
    public override bool IsKnown => false;

    public override CpuDefinition Probe(CpuArchitecture guest, CpuModelList? models) =>
        throw new CpuException(CpuErrorKind.NoSupport, CpuRule.HostMissing);
}
