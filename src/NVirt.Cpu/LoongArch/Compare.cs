namespace NVirt.Cpu.LoongArch;

internal sealed partial class LoongArchDriver
{
    /// <summary>Always identical (cpu-core.md 4.1).</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown) =>
        CpuComparison.NotJudged;
}
