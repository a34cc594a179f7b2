using System.Globalization;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Arm;

internal sealed partial class ArmDriver
{
    /// <summary>
    /// The first model in map order with the data's part number, whoever implements it; flags become features (cpu-rules.md 4.4, "arm").
    /// Only aarch64 has such data.
    /// </summary>
    public override CpuDefinition Decode(
        CpuDefinition stub, CpuData data, CpuModelList? models = null, IReadOnlyList<string>? preferred = null, bool migratable = false)
    {
        if (Arch != CpuArchitecture.Aarch64)
        {
            throw NoSupport();
        }

        RequireCustom(stub);
        ArmCpuData arm = data as ArmCpuData ?? throw WrongData(data);
        PvrModel model = _map.FindModel(arm.Part)
            ?? throw UnknownProcessor(string.Create(CultureInfo.InvariantCulture, $"MIDR_EL1 part 0x{arm.Part:x3}"));
        RequireAllowed(model.Name, models);
        CpuFeatureListBuilder features = new(stub.Type);
        foreach (string flag in arm.Flags)
        {
            features.Update(flag, CpuPolicy.Require);
        }

        return stub with { Model = model.Name, Vendor = VendorOf(arm), Features = features.ToList() };
    }

    // 0 is "unknown".
    private string? VendorOf(ArmCpuData data)
    {
        if (data.Vendor == 0)
        {
            return null;
        }

        return _map.FindVendor(data.Vendor)?.Name
            ?? throw UnknownProcessor(string.Create(CultureInfo.InvariantCulture, $"MIDR_EL1 implementer 0x{data.Vendor:x2}"));
    }

    private static CpuException UnknownProcessor(string what) => new(CpuErrorKind.OperationFailed, CpuRule.UnknownProcessor, what);
}
