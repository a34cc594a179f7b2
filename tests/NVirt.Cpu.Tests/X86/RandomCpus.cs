using FsCheck;
using FsCheck.Fluent;

namespace NVirt.Cpu.Tests.X86;

/// <summary>Random definitions of known models and features, for properties.</summary>
internal static class RandomCpus
{
    private static readonly string[] Models = [.. CpuMap.Default.Models(CpuArchitecture.X86_64).Select(m => m.Name)];
    private static readonly string[] Features = [.. CpuMap.Default.Features(CpuArchitecture.X86_64).Select(f => f.Name)];

    public static Arbitrary<CpuDefinition> Guests { get; } = Arb.From(
        from model in Gen.Elements(Models)
        from match in Gen.Elements(Enum.GetValues<CpuMatch>())
        from features in FeatureGen(Gen.Elements(Enum.GetValues<CpuPolicy>()).Select(p => (CpuPolicy?)p))
        select new CpuDefinition { Model = model, Match = match, Features = features });

    public static Arbitrary<CpuDefinition> Hosts { get; } = Arb.From(HostGen());

    public static Arbitrary<CpuDefinition[]> HostLists { get; } = Arb.From(
        from first in HostGen()
        from more in HostGen().ListOf(3)
        select (CpuDefinition[])[first, .. more]);

    private static Gen<CpuDefinition> HostGen() =>
        from model in Gen.Elements(Models)
        from features in FeatureGen(Gen.Constant((CpuPolicy?)null))
        select CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = model, Features = features };

    private static Gen<CpuFeatureList> FeatureGen(Gen<CpuPolicy?> policies) =>
        from count in Gen.Choose(0, 12)
        from names in Gen.Elements(Features).ListOf(count)
        from chosen in policies.ListOf(count)
        select CpuFeatureList.Create([.. names.Zip(chosen, (name, policy) => new CpuFeature(name, policy)).DistinctBy(f => f.Name)]);
}
