using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>One fact in which two maps differ about a subject that both know.</summary>
/// <param name="Fact">What kind of fact: <c>bit</c>, <c>migratable</c>, <c>features</c>, <c>added</c>, <c>removed</c>, <c>vendor</c>,
/// <c>pvr</c>, ...</param>
/// <param name="Subject">The feature or model.</param>
/// <param name="Side">Who has the value: <c>libvirt</c> or <c>NVirt</c>.</param>
/// <param name="Value">What the other does not have.</param>
internal sealed record MapDifference(string Fact, string Subject, string Side, string Value)
{
    public override string ToString() => $"{Fact} of {Subject}: {Value} only in {Side}";

    // One of each part of a map.
    private static readonly CpuArchitecture[] Parts = [CpuArchitecture.X86_64, CpuArchitecture.Ppc64, CpuArchitecture.Aarch64];

    /// <summary>Every difference, in the order of our map.</summary>
    public static IEnumerable<MapDifference> Between(CpuMap libvirt, CpuMap ours) =>
        Parts.SelectMany<CpuArchitecture, MapDifference>(arch =>
    [
        .. ours.Features(arch).SelectMany(f => OfFeature(libvirt.FindFeature(f.Name, arch), f)),
        .. ours.Models(arch).SelectMany(m => OfModel(libvirt.FindModel(m.Name, arch), m, libvirt, ours)),
        .. ours.Vendors(arch).SelectMany(v => OfVendor(libvirt.Vendors(arch), v)),
    ]);

    /// <summary>What libvirt's map has and ours does not.</summary>
    public static IEnumerable<string> OnlyIn(CpuMap libvirt, CpuMap ours) => Parts.SelectMany<CpuArchitecture, string>(arch =>
    [
        .. libvirt.Features(arch).Select(f => f.Name).Where(n => ours.FindFeature(n, arch) is null),
        .. libvirt.Models(arch).Select(m => m.Name).Where(n => ours.FindModel(n, arch) is null),
        .. Vendors(libvirt, arch).Except(Vendors(ours, arch)),
    ]);

    private static IEnumerable<string> Vendors(CpuMap map, CpuArchitecture arch) => map.Vendors(arch).Select(v => v.Name);

    private static IEnumerable<MapDifference> OfFeature(CpuFeatureInfo? libvirt, CpuFeatureInfo ours) => libvirt is null ? [] :
    [
        .. Of("bit", ours.Name, [libvirt.Coordinate], [ours.Coordinate]),
        .. Of("migratable", ours.Name, [Text(libvirt.Migratable)], [Text(ours.Migratable)]),
    ];

    private static IEnumerable<MapDifference> OfVendor(IEnumerable<CpuVendorInfo> libvirt, CpuVendorInfo ours) =>
        Of("id", ours.Name, libvirt.Where(v => v.Name == ours.Name).Select(v => v.Id).DefaultIfEmpty(ours.Id), [ours.Id]);

    // Names that only one map knows at all are no difference between models.
    private static IEnumerable<MapDifference> OfModel(CpuModelInfo? libvirt, CpuModelInfo ours, CpuMap libvirtMap, CpuMap oursMap) =>
        libvirt is null ? [] :
    [
        .. Of("features", ours.Name, libvirt.Features, ours.Features.Where(f => libvirtMap.FindFeature(f) is not null)),
        .. Of("added", ours.Name, libvirt.AddedFeatures, ours.AddedFeatures.Where(f => libvirtMap.FindFeature(f) is not null)),
        .. Of("removed", ours.Name, libvirt.RemovedFeatures, ours.RemovedFeatures.Where(f => libvirtMap.FindFeature(f) is not null)),
        .. Of("vendor", ours.Name, [libvirt.Vendor ?? "none"], [ours.Vendor ?? "none"]),
        .. Of("signature", ours.Name, libvirt.Signatures.Select(Text), ours.Signatures.Select(Text)),
        .. Of("pvr", ours.Name, libvirt.Pvrs.Select(p => p.ToString()), ours.Pvrs.Select(p => p.ToString())),
        .. Of("decode", ours.Name, Decodes(libvirt), Decodes(ours)),
        .. Of("check", ours.Name, Checks(libvirt), Checks(ours)),
        .. Of("canonical name", ours.Name, CanonicalNames(libvirt, oursMap), CanonicalNames(ours, libvirtMap)),
    ];

    private static IEnumerable<MapDifference> Of(string fact, string subject, IEnumerable<string> libvirt, IEnumerable<string> ours)
    {
        string[] theirValues = [.. libvirt];
        string[] ourValues = [.. ours];
        return
        [
            .. theirValues.Except(ourValues).Select(v => new MapDifference(fact, subject, "libvirt", v)),
            .. ourValues.Except(theirValues).Select(v => new MapDifference(fact, subject, "NVirt", v)),
        ];
    }

    private static string Text(bool value) => value ? "yes" : "no";

    private static string Text(CpuSignatureInfo signature) =>
        $"{signature.Family}/{signature.Model}"
            + $"{(signature.Steppings.Length == 16 ? string.Empty : "/" + string.Join('.', signature.Steppings))}";

    private static IEnumerable<string> Decodes(CpuModelInfo model) =>
        new[] { (model.DecodesToHost, "host"), (model.DecodesToGuest, "guest") }.Where(d => d.Item1).Select(d => d.Item2);

    private static IEnumerable<string> Checks(CpuModelInfo model) => model.UsesCompatibilityCheck ? ["compat"] : [];

    private static IEnumerable<string> CanonicalNames(CpuModelInfo model, CpuMap other) =>
        model.CanonicalName is { } name && other.FindModel(name) is not null ? [name] : [];
}
