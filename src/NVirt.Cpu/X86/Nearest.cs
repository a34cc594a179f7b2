using NVirt.Cpu.Map;
using NVirt.Cpu.Rules;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    internal override NearestModel? NearestModel(CpuData data, CpuType type, CpuModelList? models)
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

        return best < 0 ? null : new NearestModel(_map.ModelName(best), _map.NamesOf(_map.ModelFeatures(best) - features));
    }
}
