namespace NVirt.Cpu.RiscV;

/// <summary>The driver of riscv64: it has no map and no raw data, and leaves judging to the hypervisor (cpu-core.md 4).</summary>
internal sealed partial class RiscVDriver : CpuDriver
{
    public RiscVDriver(CpuArchitecture arch, CpuMap map)
        : base(arch, map)
    {
    }

    public override string Name => "riscv64";

    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options) => throw NoSupport(nameof(Baseline));
}
