using System.Collections.Immutable;

namespace NVirt.Cpu.Generic;

/// <summary>The driver of architectures without a map: names are all it knows (cpu-rules.md 2).</summary>
internal sealed partial class GenericDriver : CpuDriver
{
    public GenericDriver(CpuArchitecture arch, CpuMap map)
        : base(arch, map)
    {
    }

    internal override bool HasRules => false;

    public override string Name => "generic";

    public override bool HasFeature(CpuDefinition cpu, string feature)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return cpu.Features.Exists(f => f.Name == feature && f.Policy is null or CpuPolicy.Require or CpuPolicy.Force);
    }

    // Every feature that the definition gives the guest (data(cpu, all) on names).
    private static HashSet<string> Offered(CpuDefinition cpu) => new(
        cpu.Features.Where(f => f.Policy is null or CpuPolicy.Require or CpuPolicy.Force).Select(f => f.Name),
        StringComparer.Ordinal);
}
