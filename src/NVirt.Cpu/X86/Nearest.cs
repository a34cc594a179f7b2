using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    internal override CpuNearestModel? NearestModel(CpuData data, CpuType type, CpuModelList? models)
    {
        X86CpuData raw = RequireX86(data);
        FeatureSet features = X86Projection.FeaturesOf(_map, raw);
        int vendor = X86Vendor.Detect(_map, raw);
        int best = -1;
        int lacking = int.MaxValue;
        for (int model = 0; model < _map.ModelCount; model++)
        {
            int lacks = (_map.ModelFeatures(model) - features).Count;
            bool isAllowed = models is null ? _map.DecodesTo(model, type) : models.Contains(_map.ModelName(model));
            if (isAllowed && lacks < lacking && !IsOfAnotherVendor(model, vendor))
            {
                best = model;
                lacking = lacks;
            }
        }

        return best < 0 ? null : new CpuNearestModel(_map.ModelName(best), _map.NamesOf(_map.ModelFeatures(best) - features));
    }

    /// <summary>
    /// Of the models that guests may have and whose features the host offers all, the one that keeps most of what the guest asked for,
    /// then the one that adds least; ties go to the later map entry, as in decoding.
    /// </summary>
    public override CpuNearestModel? NearestModel(CpuDefinition host, CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(cpu);
        FeatureSet offered = X86Bits.Resolve(_map, host, withOptional: false).All;
        X86Bits asked = X86Bits.Resolve(_map, cpu);
        FeatureSet wanted = asked.All - asked.Forced;
        int vendor = host.Vendor is null ? -1 : _map.FindVendor(host.Vendor);
        int best = -1;
        (int Kept, int Added) bestScore = default;
        for (int model = 0; model < _map.ModelCount; model++)
        {
            FeatureSet features = _map.ModelFeatures(model);
            bool fits = _map.DecodesTo(model, CpuType.Guest) && offered.Covers(features) && !features.Overlaps(asked.Forbidden)
                && (_map.ModelVendor(model) < 0 || vendor < 0 || _map.ModelVendor(model) == vendor);
            (int Kept, int Added) score = ((features & wanted).Count, (features - wanted).Count);
            if (fits && (best < 0 || score.Kept > bestScore.Kept || (score.Kept == bestScore.Kept && score.Added <= bestScore.Added)))
            {
                best = model;
                bestScore = score;
            }
        }

        // What the guest names itself and the host has is not lost: it can be named beside the new model.
        return best < 0 ? null : new CpuNearestModel(_map.ModelName(best), _map.NamesOf(wanted - _map.ModelFeatures(best) - offered));
    }
}
