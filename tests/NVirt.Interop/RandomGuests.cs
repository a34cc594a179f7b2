using NVirt.Cpu;

namespace NVirt.Interop;

/// <summary>
/// Random CPUs to compare with a host: most are derived from the host, so that some fit exactly, some with room to spare and some nearly;
/// the others are of any kind.
/// </summary>
internal sealed class RandomGuests(RandomCpus random, CpuMap map, CpuDefinition host)
{
    private static readonly CpuPolicy[] Policies = Enum.GetValues<CpuPolicy>();

    private readonly string[] _hostFeatures =
        [.. (map.FindModel(host.Model!)?.Features ?? []).Concat(host.Features.Select(f => f.Name)).Distinct()];

    public CpuDefinition Next()
    {
        int kind = random.Number(1, 10);
        return WithOddities(kind <= 5 ? LikeHost() : kind <= 8 ? MadeToFit() : Anything());
    }

    // The host's own model and features: all of them, or nearly; a few with another policy, and perhaps a few more.
    private CpuDefinition LikeHost()
    {
        int dropped = random.Chance(0.5) ? 0 : random.Number(1, 3);
        IEnumerable<CpuFeature> own = random.Shuffled(host.Features.Select(f => f.Name)).Skip(dropped)
            .Select(name => new CpuFeature(name, random.Chance(0.02) ? random.One(Policies) : CpuPolicy.Require));
        IEnumerable<CpuFeature> more = random.Chance(0.7) ? [] : Named(random.FeatureNames(2));
        return Guest(host.Model!, own.Concat(more));
    }

    // Any model, without what the host lacks of it.
    private CpuDefinition MadeToFit()
    {
        CpuModelInfo model = random.Model();
        IEnumerable<CpuFeature> lacking = model.Features.Except(_hostFeatures)
            .Select(name => new CpuFeature(name, random.One(CpuPolicy.Disable, CpuPolicy.Optional, CpuPolicy.Force)));
        IEnumerable<CpuFeature> more = random.Chance(0.3)
            ? Named(random.FeatureNames(3))
            : Wanted(random.Shuffled(_hostFeatures).Take(random.Number(0, 9)));
        return Guest(model.Name, random.Shuffled(lacking.Concat(more)));
    }

    private CpuDefinition Anything() => Guest(random.ModelName(), Named(random.FeatureNames(12)));

    private IEnumerable<CpuFeature> Named(IEnumerable<string> names) => names.Select(name => new CpuFeature(name, random.One(Policies)));

    // What the host has may be requested with any policy but one.
    private IEnumerable<CpuFeature> Wanted(IEnumerable<string> names) => names.Select(name => new CpuFeature(
        name,
        random.Chance(0.05) ? CpuPolicy.Forbid : random.One(CpuPolicy.Force, CpuPolicy.Require, CpuPolicy.Optional, CpuPolicy.Disable)));

    private CpuDefinition Guest(string model, IEnumerable<CpuFeature> features) => new()
    {
        Model = model,
        Match = random.One(CpuMatch.Exact, CpuMatch.Minimum, CpuMatch.Strict),
        Features = CpuFeatureList.Create([.. features.DistinctBy(f => f.Name)]),
    };

    private CpuDefinition WithOddities(CpuDefinition guest)
    {
        if (random.Chance(0.05))
        {
            guest = guest with { Vendor = random.Chance(0.5) ? host.Vendor : random.Vendor() };
        }

        if (random.Chance(0.03))
        {
            guest = guest with { Mode = random.One(CpuMode.HostModel, CpuMode.HostPassthrough, CpuMode.Maximum) };
        }

        return random.Chance(0.05) ? AsHost(guest) : guest;
    }

    // A CPU with an architecture is a host's: it has no match and no policies.
    private CpuDefinition AsHost(CpuDefinition guest) => guest with
    {
        Type = CpuType.Host,
        Mode = null,
        Match = CpuMatch.Exact,
        Arch = random.One(
            CpuArchitecture.X86_64, CpuArchitecture.X86_64, CpuArchitecture.I686, CpuArchitecture.Ppc64, CpuArchitecture.Aarch64),
        Features = CpuFeatureList.Create([.. guest.Features.Select(f => f with { Policy = null })]),
    };
}
