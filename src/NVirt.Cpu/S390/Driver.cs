using System.Collections.Immutable;

namespace NVirt.Cpu.S390;

/// <summary>The driver of s390 and s390x: it has no map and no raw data, and leaves judging to the hypervisor (cpu-core.md 4).</summary>
internal sealed partial class S390Driver : CpuDriver
{
    public S390Driver(CpuArchitecture arch, CpuMap map)
        : base(arch, map)
    {
    }

    public override string Name => "s390";

    // cpu-core.md 3.4: the names of IBM's own machines.
    public override string? VendorForModel(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        bool isIbm = model.StartsWith('z') || model.StartsWith("gen", StringComparison.Ordinal);
        return isIbm ? "IBM" : null;
    }

    // Names of features are the hypervisor's, and are not looked up.
    public override void ValidateFeatures(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ImmutableArray<CpuReason> optional =
        [
            .. cpu.Features.Where(f => f.Policy == CpuPolicy.Optional).Select(f => new CpuReason(CpuRule.PolicyNotSupported, f.Name)
            {
                Policy = f.Policy,
                Actual = Arch.ToName(),
            }),
        ];
        if (optional.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Unsupported, optional));
        }
    }

    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options) => throw NoSupport(nameof(Baseline));
}
