using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>Hyper-V enlightenments (hypervisor-rules.md 4.2). The children are read whatever the mode.</summary>
internal static class HyperVInterpreter
{
    private const int MaxVendorId = 12;

    private static readonly string[] Names = [.. HyperVFeatures.Names];
    private static readonly string[] Parts = ["direct", "extended"];

    public static HyperVFeatures Interpret(HyperVFeatures? before, Element hyperv) => hyperv.Children.Aggregate(
        (before ?? new HyperVFeatures()) with { Mode = (HyperVMode?)hyperv.Word("mode", DomainWords.HyperVModes) ?? HyperVMode.Custom },
        Add);

    private static HyperVFeatures Add(HyperVFeatures features, Element child)
    {
        if (child.Name.Length == 0)
        {
            return features;
        }

        int place = Array.IndexOf(Names, child.Name);
        if (place < 0)
        {
            throw child.Unknown("hyperv", Names);
        }

        HyperVFeature feature = (HyperVFeature)place;
        bool isOn = child.RequiredOnOff("state");
        features = features with { States = features.States.SetItem(feature, isOn) };
        return WithDetails(features, feature, isOn ? child : null);
    }

    // Only an enabled one has details.
    private static HyperVFeatures WithDetails(HyperVFeatures features, HyperVFeature feature, Element? child) => feature switch
    {
        HyperVFeature.Spinlocks =>
            features with { SpinlockRetries = (uint?)child?.RequiredNumber("retries", DomainWords.SpinlockRetries) ?? 0 },
        HyperVFeature.VendorId => features with { VendorId = child is null ? null : VendorId(child) },
        HyperVFeature.Stimer =>
            features with { StimerDirect = child is null ? null : Part(child, "direct", Parts[..1]) ?? features.StimerDirect },
        HyperVFeature.TlbFlush => features with
        {
            TlbFlushDirect = child is null ? null : Part(child, "direct", Parts) ?? features.TlbFlushDirect,
            TlbFlushExtended = child is null ? null : Part(child, "extended", Parts) ?? features.TlbFlushExtended,
        },
        _ => features,
    };

    private static string VendorId(Element vendor)
    {
        string expected = Text.Of(Messages.Domain_HyperVVendor, MaxVendorId);
        string id = vendor.TextOf("value") ?? throw vendor.Missing("value", expected);
        return id.Length <= MaxVendorId && !id.Contains(',', StringComparison.Ordinal)
            ? id
            : throw vendor.Bad("value", expected);
    }

    private static bool? Part(Element child, string name, string[] known) =>
        child.Children.FirstOrDefault(p => p.Name.Length > 0 && !known.Contains(p.Name)) is { } unknown
            ? throw unknown.Unknown(child.Name, known)
            : child.First(name)?.RequiredOnOff("state");
}
