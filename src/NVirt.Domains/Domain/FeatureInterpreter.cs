using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>The switches of <c>features</c>. Of several elements of one name, each adds to the ones before, as in libvirt.</summary>
internal static class FeatureInterpreter
{
    private static readonly string[] IoApicDrivers = ["qemu", "kvm"];
    private static readonly string[] Mitigations = ["broken", "workaround", "fixed"];
    private static readonly string[] BranchMitigations = ["broken", "workaround", "fixed-ibs", "fixed-ccd", "fixed-na"];

    // What libvirt knows and NVirt only keeps.
    private static readonly string[] Kept = ["capabilities", "hpt", "msrs", "xen", "tcg", "async-teardown", "ps2", "aia"];

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
        "ioapic" => features with { IoApicDriver = child.OneOf("driver", IoApicDrivers) },
        "ras" => features with { Ras = child.RequiredOnOff("state") },
        "htm" => features with { Htm = child.RequiredOnOff("state") },
        "nested-hv" => features with { NestedHv = child.RequiredOnOff("state") },
        "ccf-assist" => features with { CcfAssist = child.RequiredOnOff("state") },
        "cfpc" => features with { Cfpc = child.OneOf("value", Mitigations) },
        "sbbc" => features with { Sbbc = child.OneOf("value", Mitigations) },
        "ibs" => features with { Ibs = child.OneOf("value", BranchMitigations) },
        "hyperv" => features with { HyperV = HyperVInterpreter.Interpret(features.HyperV, child) },
        "kvm" => features with { Kvm = KvmInterpreter.Interpret(features.Kvm, child) },
        // An element in a namespace has no name.
        "" => features,
        _ when Kept.Contains(child.Name) => features,
        _ => throw child.Malformed(Text.Of(Messages.Domain_UnknownFeature, DocumentErrors.Quote(child.Name)), CpuErrorKind.Unsupported),
    };

    private static bool IsThere(Element child) => child.Asked() is not null;

    private static string? GicVersion(Element gic) =>
        gic.TextOf("version") is not { } version ? null
        : version == "host" || new NumberRange(1, 3).TryParse(version, out _) ? version
        : throw gic.Bad("version", Messages.Domain_GicVersion);
}
