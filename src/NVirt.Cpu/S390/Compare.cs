namespace NVirt.Cpu.S390;

internal sealed partial class S390Driver
{
    /// <summary>Always identical (cpu-core.md 4.1).</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown) =>
        CpuComparison.NotJudged;
}
