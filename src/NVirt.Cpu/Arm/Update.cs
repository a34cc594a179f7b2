namespace NVirt.Cpu.Arm;

internal sealed partial class ArmDriver
{
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy) =>
        ReplaceHostModel(guest, host);
}
