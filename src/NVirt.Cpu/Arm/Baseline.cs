namespace NVirt.Cpu.Arm;

internal sealed partial class ArmDriver
{
    /// <summary>The first CPU's model, and nothing else (cpu-rules.md 4.6, "arm").</summary>
    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options) =>
        new() { Model = cpus[0].Model };
}
