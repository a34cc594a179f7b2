namespace NVirt.Cpu.RiscV;

internal sealed partial class RiscVDriver
{
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy) =>
        ReplaceHostModel(guest, host);
}
