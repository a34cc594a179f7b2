using System.Globalization;
using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map;

/// <summary>
/// Look-ups in the ppc64 or ARM map, in map order. There are about a dozen entries of each kind, so a linear search is fast enough.
/// </summary>
internal sealed class PvrMap(IReadOnlyList<PvrVendor> vendors, IReadOnlyList<string> features, IReadOnlyList<PvrModel> models)
{
    public IReadOnlyList<PvrVendor> Vendors => vendors;

    public IReadOnlyList<string> Features => features;

    public IReadOnlyList<PvrModel> Models => models;

    public PvrModel? FindModel(string? name) => models.FirstOrDefault(m => m.Name == name);

    /// <summary>The first model of a processor with this number, or <see langword="null"/>.</summary>
    public PvrModel? FindModel(uint pvr) => models.FirstOrDefault(m => m.Pvrs.Any(p => p.Matches(pvr)));

    public PvrVendor? FindVendor(string name) => vendors.FirstOrDefault(v => v.Name == name);

    public PvrVendor? FindVendor(uint id) => vendors.FirstOrDefault(v => v.Id == id);

    public static CpuVendorInfo InfoOf(PvrVendor vendor) =>
        new(vendor.Name, vendor.Id is { } id ? string.Create(CultureInfo.InvariantCulture, $"0x{id:x2}") : string.Empty);

    public static CpuFeatureInfo InfoOf(string feature) =>
        new(feature, Group: string.Empty, Coordinate: string.Empty, Migratable: true, IsMsr: false, Aliases: []);

    public static CpuModelInfo InfoOf(PvrModel model) => new(model.Name, model.Vendor)
    {
        DecodesToHost = true,
        DecodesToGuest = true,
        UsesCompatibilityCheck = true,
        Pvrs = [.. model.Pvrs.Select(p => new CpuPvrInfo(p.Value, p.Mask))],
    };
}
