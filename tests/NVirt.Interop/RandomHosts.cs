using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>
/// Random lists of host CPUs for baselines: some lists are variants of one machine, as in a cluster, some are of any kind.
/// </summary>
internal sealed class RandomHosts(RandomCpus random)
{
    private const int Most = 50;

    public CpuDefinition[] Next()
    {
        // Short lists are as frequent as long ones.
        int count = random.Chance(0.5) ? random.Number(1, 4) : random.Number(1, Most);
        string vendor = random.One("Intel", "AMD");
        Func<CpuDefinition> make = random.Chance(0.5) ? Cluster(vendor) : () => Host(vendor);
        return [.. Enumerable.Range(0, count).Select(_ => WithOddities(make()))];
    }

    // Machines of one or two models with much the same features.
    private Func<CpuDefinition> Cluster(string vendor)
    {
        CpuDefinition[] kinds = [.. Enumerable.Range(0, random.Number(1, 2)).Select(_ => Host(vendor))];
        return () =>
        {
            CpuDefinition kind = random.One(kinds);
            IEnumerable<string> nearly = kind.Features.Select(f => f.Name).Skip(random.Number(0, 2)).Concat(random.FeatureNames(2));
            return random.Chance(0.5) ? kind : kind with { Features = List(nearly) };
        };
    }

    private CpuDefinition Host(string vendor) => CpuDefinition.NewHost(CpuArchitecture.X86_64) with
    {
        Mode = null,
        Model = random.ModelOf(vendor).Name,
        Vendor = random.Chance(0.3) ? vendor : null,
        Features = List(random.FeatureNames(random.One(0, 3, 30))),
    };

    private CpuDefinition WithOddities(CpuDefinition host) => random.Number(1, 500) switch
    {
        1 => host with { Model = random.Model().Name },
        2 => host with { Model = random.ModelName() },
        3 => host with { Vendor = random.Vendor() },
        4 => host with { Model = null, Vendor = null, Features = CpuFeatureList.Empty },
        5 => host with { Arch = CpuArchitecture.I686 },
        < 50 => host with { Topology = new CpuTopology(2, 1, 1, 8, 2), Microcode = 17, Signature = new CpuSignature(6, 85, 4) },
        _ => host,
    };

    private static CpuFeatureList List(IEnumerable<string> names) =>
        CpuFeatureList.Create([.. names.Distinct().Select(n => new CpuFeature(n))]);
}
