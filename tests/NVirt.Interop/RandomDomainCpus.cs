using NVirt.Cpu;

namespace NVirt.Interop;

/// <summary>
/// Random CPUs of domains. Most features are ones that the hypervisor has, so that guests start; some make a partial check refuse.
/// </summary>
/// <param name="random">The source of choices.</param>
/// <param name="models">The models that the hypervisor lists.</param>
/// <param name="offered">The features that it has.</param>
internal sealed class RandomDomainCpus(RandomCpus random, string[] models, string[] offered)
{
    private static readonly CpuPolicy[] Policies = Enum.GetValues<CpuPolicy>();

    public CpuDefinition Next(int vcpus)
    {
        CpuDefinition cpu = random.Number(1, 20) switch
        {
            <= 2 => new CpuDefinition(),
            <= 5 => new CpuDefinition { Mode = CpuMode.HostModel, Features = random.Chance(0.5) ? [] : Features() },
            <= 8 => Whole(CpuMode.Maximum),
            9 => Whole(CpuMode.HostPassthrough),
            _ => Custom(),
        };
        cpu = cpu with { Topology = random.Chance(0.4) ? Topology(vcpus) : null };
        cpu = random.Chance(0.1) ? cpu with { Cache = Cache(cpu) } : cpu;
        return random.Chance(0.15) ? cpu with { MaxPhysAddr = Address() } : cpu;
    }

    private CpuDefinition Custom() => new()
    {
        Model = random.Chance(0.75) ? random.One(models) : random.ModelName(),
        Match = random.One(CpuMatch.Exact, CpuMatch.Exact, CpuMatch.Minimum, CpuMatch.Strict),
        Check = random.One(CpuCheck.Default, CpuCheck.Default, CpuCheck.None, CpuCheck.Partial, CpuCheck.Full),
        Fallback = random.One(CpuFallback.Allow, CpuFallback.Forbid),
        Vendor = random.Chance(0.05) ? random.Vendor() : null,
        VendorId = random.Chance(0.05) ? "NVirtNVirtNV" : null,
        Features = Features(),
    };

    private CpuDefinition Whole(CpuMode mode) => new()
    {
        Mode = mode,
        Migratable = random.Chance(0.4) ? random.Chance(0.5) : null,
        Features = random.Chance(0.5) ? [] : Features(),
    };

    private CpuFeatureList Features() => CpuFeatureList.Create(
    [
        .. Enumerable.Range(0, random.Number(0, 7))
            .Select(_ => random.Chance(0.7) ? random.One(offered) : random.FeatureName())
            .Distinct()
            .Select(name => new CpuFeature(name, random.Chance(0.05) ? CpuPolicy.Forbid : random.One(Policies.AsSpan()[..^1]))),
    ]);

    // Mostly one that fits.
    private CpuTopology Topology(int vcpus)
    {
        int threads = vcpus % 2 == 0 && random.Chance(0.5) ? 2 : 1;
        int dies = vcpus / threads % 2 == 0 && random.Chance(0.3) ? 2 : 1;
        int sockets = vcpus / threads / dies % 2 == 0 && random.Chance(0.5) ? 2 : 1;
        int cores = random.Chance(0.03) ? 3 : vcpus / threads / dies / sockets;
        return new CpuTopology((uint)sockets, (uint)dies, Clusters: 1, (uint)Math.Max(cores, 1), (uint)threads);
    }

    private CpuCache Cache(CpuDefinition cpu)
    {
        bool canPass = cpu.Mode is CpuMode.Maximum or CpuMode.HostPassthrough || random.Chance(0.1);
        CpuCacheMode mode = canPass ? CpuCacheMode.Passthrough : random.One(CpuCacheMode.Emulate, CpuCacheMode.Disable);
        bool hasLevel = random.Chance(mode == CpuCacheMode.Emulate ? 0.95 : 0.1);
        return new CpuCache(mode, hasLevel ? random.Chance(0.9) ? 3 : 2 : null);
    }

    private CpuMaxPhysAddr Address() => random.Chance(0.5)
        ? new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, random.Chance(0.7) ? random.One(36, 40, 42) : null, Limit: null)
        : new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, random.Chance(0.1) ? 40 : null, random.Chance(0.5) ? 41 : null);
}
