using NVirt.Cpu.Map;

namespace NVirt.Cpu.Arm;

/// <summary>
/// The driver of armv6l, armv7b, armv7l and aarch64: the map tells what a processor is called, and whether a guest fits is left to the
/// hypervisor (cpu-rules.md 4).
/// </summary>
internal sealed partial class ArmDriver : CpuDriver
{
    private readonly PvrMap _map;

    public ArmDriver(CpuArchitecture arch, CpuMap map)
        : base(arch, map) => _map = map.Arm;

    public override string Name => "arm";

    private protected override bool Knows(string feature) => _map.Features.Contains(feature, StringComparer.Ordinal);
}
