namespace NVirt.Cpu.LoongArch;

internal sealed partial class LoongArchDriver
{
    /// <summary>Nothing changes (cpu-core.md 4.2).</summary>
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy) => guest;
}
