using NVirt.Cpu.Map;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Ppc64;

/// <summary>
/// The driver of ppc64 and ppc64le: models are versions of the processor, there are no features, and hosts of equal models are alike.
/// </summary>
internal sealed partial class Ppc64Driver : CpuDriver
{
    private readonly PvrMap _map;

    public Ppc64Driver(CpuArchitecture arch, CpuMap map)
        : base(arch, map) => _map = map.Ppc64;

    public override string Name => "ppc64";

    public override IReadOnlyList<string> Models => [.. _map.Models.Select(m => m.Name)];

    /// <summary>In mode host-model a model is a compatibility mode, which is none of the map's.</summary>
    internal override ResolvedCpu Resolve(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        if (cpu.Model is not null && cpu.Mode != CpuMode.HostModel)
        {
            FindModel(ConvertLegacy(cpu).Model);
        }

        return base.Resolve(cpu);
    }

    public override string? VendorForModel(string model) => _map.FindModel(model)?.Vendor;

    // Revisions of processors that libvirt's map once told apart (cpu-rules.md 3.4).
    public override CpuDefinition ConvertLegacy(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return cpu.Model switch
        {
            "POWER7_v2.1" or "POWER7_v2.3" or "POWER7+_v2.1" => cpu with { Model = "POWER7" },
            "POWER8_v1.0" => cpu with { Model = "POWER8" },
            _ => cpu,
        };
    }

    /// <summary>The model.</summary>
    /// <exception cref="CpuException">There is none (internal), or the map does not know it (unknown name).</exception>
    private PvrModel FindModel(string? name) => _map.FindModel(name)
        ?? throw NoModel(name);
}
