namespace NVirt.Interop;

/// <summary>One fact on which two maps differ that both know the subject of.</summary>
/// <param name="Fact">What kind of fact: <c>bit</c>, <c>migratable</c>, <c>features</c>, <c>added</c>, <c>removed</c>, <c>vendor</c>, ...</param>
/// <param name="Subject">The feature or model.</param>
/// <param name="Side">Who has the value: <c>libvirt</c> or <c>NVirt</c>.</param>
/// <param name="Value">What the other does not have.</param>
internal sealed record MapDifference(string Fact, string Subject, string Side, string Value)
{
    public override string ToString() => $"{Fact} of {Subject}: {Value} only in {Side}";

    /// <summary>Every difference, in the order of our map.</summary>
    public static IEnumerable<MapDifference> Between(CpuMap libvirt, CpuMap ours) =>
    [
        .. Features(ours).SelectMany(f => OfFeature(libvirt.FindFeature(f.Name), f)),
        .. ours.Models(CpuArchitecture.X86_64).SelectMany(m => OfModel(libvirt.FindModel(m.Name), m, libvirt, ours)),
        .. ours.Vendors(CpuArchitecture.X86_64).SelectMany(v => OfVendor(libvirt, v)),
    ];

    /// <summary>What libvirt's map has and ours has not.</summary>
    public static IEnumerable<string> OnlyIn(CpuMap libvirt, CpuMap ours) =>
    [
        .. Features(libvirt).Select(f => f.Name).Where(n => ours.FindFeature(n) is null),
        .. libvirt.Models(CpuArchitecture.X86_64).Select(m => m.Name).Where(n => ours.FindModel(n) is null),
        .. Vendors(libvirt).Except(Vendors(ours)),
    ];

    private static IReadOnlyList<CpuFeatureInfo> Features(CpuMap map) => map.Features(CpuArchitecture.X86_64);

    private static IEnumerable<string> Vendors(CpuMap map) => map.Vendors(CpuArchitecture.X86_64).Select(v => v.Name);

    private static IEnumerable<MapDifference> OfFeature(CpuFeatureInfo? libvirt, CpuFeatureInfo ours) => libvirt is null ? [] :
    [
        .. Of("bit", ours.Name, [libvirt.Coordinate], [ours.Coordinate]),
        .. Of("migratable", ours.Name, [Text(libvirt.Migratable)], [Text(ours.Migratable)]),
    ];

    private static IEnumerable<MapDifference> OfVendor(CpuMap libvirt, CpuVendorInfo ours) =>
        Of("id", ours.Name, libvirt.Vendors(CpuArchitecture.X86_64).Where(v => v.Name == ours.Name).Select(v => v.Id).DefaultIfEmpty(ours.Id), [ours.Id]);

    // Names that only one map knows at all are no difference between models.
    private static IEnumerable<MapDifference> OfModel(CpuModelInfo? libvirt, CpuModelInfo ours, CpuMap libvirtMap, CpuMap oursMap) => libvirt is null ? [] :
    [
        .. Of("features", ours.Name, libvirt.Features, ours.Features.Where(f => libvirtMap.FindFeature(f) is not null)),
        .. Of("added", ours.Name, libvirt.AddedFeatures, ours.AddedFeatures.Where(f => libvirtMap.FindFeature(f) is not null)),
        .. Of("removed", ours.Name, libvirt.RemovedFeatures, ours.RemovedFeatures.Where(f => libvirtMap.FindFeature(f) is not null)),
        .. Of("vendor", ours.Name, [libvirt.Vendor ?? "none"], [ours.Vendor ?? "none"]),
        .. Of("signature", ours.Name, libvirt.Signatures.Select(Text), ours.Signatures.Select(Text)),
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
        $"{signature.Family}/{signature.Model}{(signature.Steppings.Length == 16 ? string.Empty : "/" + string.Join('.', signature.Steppings))}";

    private static IEnumerable<string> Decodes(CpuModelInfo model) =>
        new[] { (model.DecodesToHost, "host"), (model.DecodesToGuest, "guest") }.Where(d => d.Item1).Select(d => d.Item2);

    private static IEnumerable<string> Checks(CpuModelInfo model) => model.UsesCompatibilityCheck ? ["compat"] : [];

    private static IEnumerable<string> CanonicalNames(CpuModelInfo model, CpuMap other) =>
        model.CanonicalName is { } name && other.FindModel(name) is not null ? [name] : [];
}
