namespace NVirt.Cpu.RiscV;

internal sealed partial class RiscVDriver
{
    /// <summary>Always identical (cpu-core.md 4.1).</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown) =>
        CpuComparison.NotJudged;
}
