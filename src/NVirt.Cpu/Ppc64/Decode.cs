using System.Globalization;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Ppc64;

internal sealed partial class Ppc64Driver
{
    /// <summary>The first model in map order that the data's first register belongs to (cpu-rules.md 4.4, "ppc64").</summary>
    public override CpuDefinition Decode(
        CpuDefinition stub, CpuData data, CpuModelList? models = null, IReadOnlyList<string>? preferred = null, bool migratable = false)
    {
        RequireCustom(stub);
        Ppc64CpuData ppc64 = data as Ppc64CpuData ?? throw WrongData(data);
        if (ppc64.Pvrs.IsEmpty)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Messages.Decode_NoPvr);
        }

        uint pvr = ppc64.Pvrs[0].Value;
        PvrModel model = _map.FindModel(pvr) ?? throw new CpuException(
            CpuErrorKind.OperationFailed, CpuRule.UnknownProcessor, string.Create(CultureInfo.InvariantCulture, $"PVR 0x{pvr:x8}"));
        RequireAllowed(model.Name, models);
        return stub with { Model = model.Name, Vendor = model.Vendor };
    }
}
