namespace NVirt.Cpu.LoongArch;

/// <summary>The driver of loongarch64: it has no map and no raw data, and leaves judging to the hypervisor (cpu-core.md 4).</summary>
internal sealed partial class LoongArchDriver : CpuDriver
{
    public LoongArchDriver(CpuArchitecture arch, CpuMap map)
        : base(arch, map)
    {
    }

    public override string Name => "LoongArch";

    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options) => throw NoSupport(nameof(Baseline));
}
