namespace NVirt.Cpu.Ppc64;

internal sealed partial class Ppc64Driver
{
    /// <summary>
    /// A custom CPU becomes an exact one. Host-model stays as it is, with its model: that is a compatibility mode (cpu-rules.md 4.2 and
    /// cpu-rules.md 7, item 17).
    /// </summary>
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy) =>
        guest.Mode == CpuMode.Custom ? guest with { Match = CpuMatch.Exact } : guest;
}
