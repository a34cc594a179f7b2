using NVirt.Cpu;

namespace NVirt.Interop;

/// <summary>Random lists of hosts of an architecture that judges by models: mostly of one model, as in a cluster.</summary>
internal sealed class RandomModelHosts(RandomCpus random, CpuArchitecture arch)
{
    public CpuDefinition[] Next()
    {
        CpuModelInfo model = random.Model();
        return [.. Enumerable.Range(0, random.Number(1, 5)).Select(_ => WithOddities(Host(model)))];
    }

    private CpuDefinition Host(CpuModelInfo model) => CpuDefinition.NewHost(arch) with
    {
        Mode = null,
        Model = model.Name,
        Vendor = random.Chance(0.5) ? model.Vendor : null,
        Topology = random.Chance(0.5) ? new CpuTopology(2, 1, 1, 8, 2) : null,
    };

    private CpuDefinition WithOddities(CpuDefinition host) => random.Number(1, 40) switch
    {
        1 => host with { Model = random.Model().Name },
        2 => host with { Model = "NoSuchModel" },
        3 => host with { Vendor = random.Vendor() },
        4 => host with { Model = null, Vendor = null },
        _ => host,
    };
}
