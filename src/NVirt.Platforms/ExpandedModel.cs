using NVirt.Cpu;
using NVirt.Cpu.Map;

namespace NVirt.Platforms;

/// <summary>A model as single features, for platforms that change the host's CPU and have no models.</summary>
internal static class ExpandedModel
{
    /// <summary>
    /// The guest without its model: its features are required, and what hosts may have besides is disabled. Without hosts, that is all of
    /// the map.
    /// </summary>
    public static CpuDefinition Of(PlatformWriteRequest request, CpuDefinition cpu, string platform)
    {
        string model = WriterRules.Model(request, cpu, platform);
        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        FeatureSet yes = space.FindModel(model)!.Value;
        FeatureSet offered = default;
        foreach (CpuStatement host in request.Hosts)
        {
            offered |= host.Bits.YesSet | host.Bits.UnknownSet;
        }

        // What cannot be said there is left to the host: registers that are not CPUID.
        FeatureSet cpuid = default;
        foreach ((int index, X86Register register) in space.Registers)
        {
            cpuid |= register.IsMsr ? default : space.FeaturesIn(index);
        }

        CpuFeatureListBuilder features = new(CpuType.Guest);
        foreach (string name in space.SortedNames(yes & cpuid))
        {
            features.Update(name, CpuPolicy.Require);
        }

        foreach (string name in space.SortedNames((request.Hosts.Count > 0 ? offered : space.All) & cpuid & ~yes))
        {
            features.Update(name, CpuPolicy.Disable);
        }

        foreach (CpuFeature feature in cpu.Features)
        {
            features.Update(feature.Name, feature.Policy ?? CpuPolicy.Require);
        }

        return cpu with { Mode = CpuMode.HostPassthrough, Model = null, Vendor = null, Features = features.ToSortedList() };
    }

    /// <summary>What of the model is no part of CPUID, and so the host's.</summary>
    public static IEnumerable<StatementRemark> LeftToHost(PlatformWriteRequest request, CpuDefinition cpu)
    {
        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        FeatureSet msrs = default;
        foreach ((int index, X86Register register) in space.Registers)
        {
            msrs |= register.IsMsr ? space.FeaturesIn(index) : default;
        }

        FeatureSet left = (space.FindModel(cpu.Model!)!.Value & msrs) - space.SetOf(cpu.Features.Select(f => f.Name));
        return left.IsEmpty ? [] : [new StatementRemark(StatementRemarkKind.HostDecides, string.Join(", ", space.SortedNames(left)))];
    }
}
