using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    public override bool HasFeature(CpuDefinition cpu, string feature) =>
        SetHasFeature(X86Bits.Resolve(_map, cpu, withOptional: false).All, feature);

    public override bool HasFeature(CpuData data, string feature)
    {
        X86CpuData x86 = RequireX86(data);
        return _map.FindFeature(feature) is >= 0 and var place
            ? X86Projection.FeaturesOf(_map, x86).Contains(place)
            : x86.Covers(PseudoFeatures.Find(feature) ?? throw Unknown(feature));
    }

    public override CpuData AddFeature(CpuData data, string feature) =>
        RequireX86(data).Add(DataOfFeature(feature) ?? throw Unknown(feature));

    internal override CpuData DataOf(IEnumerable<string> features) =>
        X86CpuData.Create(features.SelectMany(f => DataOfFeature(f)?.Items ?? []));

    /// <summary>The names of the map's features whose bits are set.</summary>
    internal HashSet<string> NamesOf(X86CpuData data)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (int feature in X86Projection.FeaturesOf(_map, data))
        {
            names.Add(_map.FeatureName(feature));
        }

        return names;
    }

    public override CpuDefinition ExpandFeatures(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        int model = FindModel(cpu.Model);
        CpuFeatureListBuilder features = new(cpu.Type);
        foreach (int feature in _map.ModelFeatures(model))
        {
            features.Update(_map.FeatureName(feature), CpuPolicy.Require);
        }

        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            if (cpu.Type == CpuType.Host || feature.Policy is CpuPolicy.Require or CpuPolicy.Disable)
            {
                features.Update(feature.Name, feature.Policy);
            }
        }

        if (cpu.Type == CpuType.Guest)
        {
            AddRemovedFeatures(features, model, CpuPolicy.Disable);
        }

        return cpu with { Features = features.ToSortedList() };
    }

    /// <summary>The bits of a feature of the map or of the hypervisor; <see langword="null"/> if nobody knows it.</summary>
    private X86CpuData? DataOfFeature(string feature) => DataOfFeature(_map, feature);

    private static X86CpuData? DataOfFeature(X86Map map, string feature)
    {
        if (map.FindFeature(feature) is not (>= 0 and var place))
        {
            return PseudoFeatures.Find(feature);
        }

        FeatureSet set = default;
        set.Add(place);
        return X86Projection.DataOf(map, set);
    }

    // Pseudo-features are bits of leaves that no definition holds, so a set never has them; an unknown name is an error all the same.
    private bool SetHasFeature(in FeatureSet set, string feature)
    {
        if (_map.FindFeature(feature) is >= 0 and var place)
        {
            return set.Contains(place);
        }

        return PseudoFeatures.Find(feature) is null ? throw Unknown(feature) : false;
    }

    private CpuException Unknown(string feature) => new(CpuErrorKind.UnknownName, Map.UnknownFeature(feature, Arch));

    private X86CpuData RequireX86(CpuData data) => data as X86CpuData ?? throw WrongData(data);
}
