using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>
/// The switches of <c>features</c>, with those of KVM. If an element is repeated, later ones add to the earlier ones, as in libvirt.
/// </summary>
internal static class FeatureInterpreter
{
    public static DomainFeatures Interpret(IEnumerable<Element> children) => children.Aggregate(new DomainFeatures(), Add);

    private static DomainFeatures Add(DomainFeatures features, Element child) => child.Name switch
    {
        "acpi" => features with { Acpi = IsThere(child) },
        "apic" => features with { Apic = true, ApicEoi = child.OnOff("eoi") },
        "pae" => features with { Pae = IsThere(child) },
        "viridian" => features with { Viridian = IsThere(child) },
        "privnet" => features with { PrivateNetwork = IsThere(child) },
        "hap" => features with { Hap = child.OnOffOrOn("state") },
        "pvspinlock" => features with { PvSpinlock = child.OnOffOrOn("state") },
        "pmu" => features with { Pmu = child.OnOffOrOn("state") },
        "vmport" => features with { VmPort = child.OnOffOrOn("state") },
        "vmcoreinfo" => features with { VmCoreInfo = child.OnOffOrOn("state") },
        "smm" => features with { Smm = child.OnOffOrOn("state"), SmmTsegKiB = child.ChildKiB("tseg", "MiB") },
        "gic" => features with { Gic = true, GicVersion = GicVersion(child) },
        "ioapic" => features with { IoApicDriver = child.OneOf("driver", DomainWords.IoApicDrivers) },
        "ras" => features with { Ras = child.RequiredOnOff("state") },
        "htm" => features with { Htm = child.RequiredOnOff("state") },
        "nested-hv" => features with { NestedHv = child.RequiredOnOff("state") },
        "ccf-assist" => features with { CcfAssist = child.RequiredOnOff("state") },
        "cfpc" => features with { Cfpc = child.OneOf("value", DomainWords.Mitigations) },
        "sbbc" => features with { Sbbc = child.OneOf("value", DomainWords.Mitigations) },
        "ibs" => features with { Ibs = child.OneOf("value", DomainWords.BranchMitigations) },
        "hyperv" => features with { HyperV = HyperVInterpreter.Interpret(features.HyperV, child) },
        "kvm" => features with { Kvm = Kvm(features.Kvm, child) },
        // An element in a namespace has no name.
        "" => features,
        _ when DomainWords.KeptFeatures.Contains(child.Name) => features,
        _ => throw child.Unknown("features", [.. DomainWords.Features, .. DomainWords.KeptFeatures]),
    };

    private static bool IsThere(Element child) => child.Asked() is not null;

    private static string? GicVersion(Element gic) =>
        gic.TextOf("version") is not { } version ? null
        : version == "host" || new NumberRange(1, 3).TryParse(version, out _) ? version
        : throw gic.Bad("version", DomainWords.GicVersions);

    private static KvmFeatures Kvm(KvmFeatures before, Element kvm) => kvm.Asked().Children.Aggregate(before, AddKvm);

    private static KvmFeatures AddKvm(KvmFeatures features, Element child) => child.Name switch
    {
        "hidden" => features with { Hidden = child.RequiredOnOff("state") },
        "hint-dedicated" => features with { HintDedicated = child.RequiredOnOff("state") },
        "poll-control" => features with { PollControl = child.RequiredOnOff("state") },
        "pv-ipi" => features with { PvIpi = child.RequiredOnOff("state") },
        "dirty-ring" => DirtyRing(features, child),
        "" => features,
        _ => throw child.Unknown("kvm", DomainWords.KvmFeatures),
    };

    private static KvmFeatures DirtyRing(KvmFeatures features, Element ring)
    {
        bool isOn = ring.RequiredOnOff("state");
        return features with { DirtyRing = isOn, DirtyRingSize = isOn ? RingSize(ring) : 0 };
    }

    private static uint RingSize(Element ring) =>
        ring.Find("size") is not { } size ? throw ring.Missing("size", DomainWords.RingSizes)
        : NumberRange.UInt(1024).TryParse(size.Value, out ulong number) && number <= 65536 && ulong.IsPow2(number) ? (uint)number
        : throw ring.Bad("size", DomainWords.RingSizes);
}
