using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>
/// Builds a definition from an element's contents (cpu-rules.md 1.1): the frame, the model with its features, and the small elements. If
/// there are several mistakes, the one that libvirt finds first is reported, because its kind is part of the answer.
/// </summary>
internal static class CpuInterpreter
{
    private const int VendorIdBytes = 12;

    /// <summary>Interprets everything except the model part, then that.</summary>
    /// <param name="cpu">The element.</param>
    /// <param name="forced">The type, or <see langword="null"/> to go by the element.</param>
    /// <param name="asDomain">Whether the rule for CPUs of domains applies: no <c>check</c> without a model.</param>
    /// <param name="needsModel">Whether a host must have a model. libvirt writes hosts without one, but does not read them.</param>
    public static CpuDefinition Interpret(CpuElement cpu, CpuType? forced, bool asDomain = false, bool needsModel = true)
    {
        CpuType type = forced ?? TypeOf(cpu);
        CpuDefinition definition = WithModel(type == CpuType.Host ? Host(cpu) : Guest(cpu), cpu, needsModel);
        definition = definition with
        {
            Topology = Topology(cpu.Topology),
            Features = Features(cpu, definition),
            Cache = Cache(cpu),
            MaxPhysAddr = MaxPhysAddr(cpu.MaxPhysAddr),
        };
        return asDomain && definition is { Mode: CpuMode.Custom, Model: null, Check: not CpuCheck.Default }
            ? throw cpu.Root.Refuse("check", Messages.Xml_CheckWithoutModel, MistakeKind.Unsupported)
            : definition;
    }

    private static CpuType TypeOf(CpuElement cpu)
    {
        if (cpu.Arch is null)
        {
            return CpuType.Guest;
        }

        return cpu.Root.Find("match") is null ? CpuType.Host : throw cpu.Root.Refuse("match", Messages.Xml_ArchWithMatch);
    }

    private static CpuDefinition Host(CpuElement cpu)
    {
        if (cpu.Root.Find("mode") is not null)
        {
            throw cpu.Root.Refuse("mode", Messages.Xml_ModeOfHost, MistakeKind.Unsupported);
        }

        return new CpuDefinition
        {
            Type = CpuType.Host,
            Mode = null,
            Migratable = Migratable(cpu.Root, mode: null),
            Arch = Arch(cpu),
            Microcode = Microcode(cpu.Microcode),
            Signature = Signature(cpu.Signature),
            Tsc = Tsc(cpu.Tsc),
        };
    }

    private static CpuDefinition Guest(CpuElement cpu)
    {
        Element root = cpu.Root;
        CpuMode mode = (CpuMode?)root.Word("mode", CpuWords.Modes, MistakeKind.Unsupported) ?? CpuMode.Custom;
        return new CpuDefinition
        {
            Type = CpuType.Guest,
            Mode = mode,
            Migratable = Migratable(root, mode),
            Match = (CpuMatch?)root.Word("match", CpuWords.Matches) ?? CpuMatch.Exact,
            Check = Check(root),
            DeprecatedFeatures = root.OnOff("deprecated_features"),
            Numa = cpu.Numa is null ? null : NumaInterpreter.Interpret(cpu.Numa),
        };
    }

    // The word "default" is accepted, but is in no schema.
    private static CpuCheck Check(Element root) => root.Find("check") is { Value: "default" } ? CpuCheck.Default
        : (CpuCheck?)(root.Word("check", CpuXmlWords.Checks) + 1) ?? CpuCheck.Default;

    private static bool? Migratable(Element root, CpuMode? mode)
    {
        bool? migratable = root.OnOff("migratable");
        return migratable is null || mode is CpuMode.HostPassthrough or CpuMode.Maximum
            ? migratable
            : throw root.Refuse("migratable", Messages.Xml_MigratableMode, MistakeKind.Unsupported);
    }

    private static CpuArchitecture Arch(CpuElement cpu)
    {
        if (cpu.Arch is not { Text.Length: > 0 } arch)
        {
            throw (cpu.Arch ?? cpu.Root).Malformed(Messages.Xml_ArchMissing);
        }

        return CpuArchitectures.TryParse(arch.Text, out CpuArchitecture known)
            ? known
            : throw arch.BadText(CpuWords.Architectures, MistakeKind.Unsupported);
    }

    private static CpuDefinition WithModel(CpuDefinition frame, CpuElement cpu, bool needsModel)
    {
        string? model = TextOf(cpu.Model);
        if (model is null && frame.Type == CpuType.Host && needsModel)
        {
            throw (cpu.Model ?? cpu.Root).Malformed(Messages.Xml_ModelMissing);
        }

        bool hasChoice = frame is { Type: CpuType.Guest, Mode: CpuMode.Custom or CpuMode.HostModel };
        return frame with
        {
            Model = model,
            Fallback = hasChoice ? Fallback(cpu.Model) : CpuFallback.Allow,
            VendorId = hasChoice ? VendorId(cpu.Model) : null,
            Vendor = Vendor(cpu.Vendor, model),
        };
    }

    private static string? TextOf(Element? element) => element is { Text.Length: > 0 } ? element.Text : null;

    private static CpuFallback Fallback(Element? model) => model?.TextOf("fallback") is null
        ? CpuFallback.Allow
        : (CpuFallback)model.RequiredWord("fallback", CpuWords.Fallbacks, MistakeKind.Unsupported);

    private static string? VendorId(Element? model)
    {
        string? id = model?.TextOf("vendor_id");
        return id is null || (Encoding.UTF8.GetByteCount(id) == VendorIdBytes && !id.Contains(',', StringComparison.Ordinal))
            ? id
            : throw model!.Bad("vendor_id", Text.Of(Messages.Xml_VendorId, VendorIdBytes));
    }

    private static string? Vendor(Element? vendor, string? model) => TextOf(vendor) is not null && model is null
        ? throw vendor!.Malformed(Messages.Xml_VendorWithoutModel)
        : TextOf(vendor);

    private static CpuFeatureList Features(CpuElement cpu, CpuDefinition definition)
    {
        if (cpu.Features.Count == 0)
        {
            return CpuFeatureList.Empty;
        }

        if (definition is { Model: null, Mode: CpuMode.Custom })
        {
            throw cpu.Features[0].Malformed(Messages.Xml_FeaturesWithoutModel);
        }

        CpuFeature[] features = new CpuFeature[cpu.Features.Count];
        HashSet<string> seen = new(features.Length, StringComparer.Ordinal);
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = Feature(cpu.Features[i], definition.Type, seen);
        }

        return new CpuFeatureList(features);
    }

    private static CpuFeature Feature(Element feature, CpuType type, HashSet<string> seen)
    {
        CpuPolicy? policy = type == CpuType.Host
            ? null
            : (CpuPolicy?)feature.Word("policy", CpuWords.Policies, MistakeKind.Unsupported) ?? CpuPolicy.Require;
        string name = feature.TextOf("name") ?? throw feature.Missing("name", Messages.Xml_FeatureName);
        return seen.Add(name)
            ? new CpuFeature(name, policy)
            : throw feature.Refuse("name", Text.Of(Messages.Xml_FeatureTwice, DocumentErrors.Quote(name)));
    }

    private static uint Microcode(Element? microcode) =>
        (uint?)microcode?.Number("version", NumberRange.UInt(0), MistakeKind.Unsupported) ?? 0;

    private static CpuSignature? Signature(Element? signature) => signature is null
        ? null
        : new CpuSignature(
            signature.RequiredUInt("family", atLeast: 1),
            signature.RequiredUInt("model"),
            signature.RequiredUInt("stepping"));

    private static CpuTsc? Tsc(Element? counter) => counter is null
        ? null
        : new CpuTsc(counter.RequiredNumber("frequency", NumberRange.ULong), counter.YesNo("scaling"));

    private static CpuTopology? Topology(Element? topology) => topology is null
        ? null
        : new CpuTopology(
            topology.RequiredUInt("sockets", atLeast: 1),
            topology.UInt("dies", atLeast: 1) ?? 1,
            topology.UInt("clusters", atLeast: 1) ?? 1,
            topology.RequiredUInt("cores", atLeast: 1),
            topology.RequiredUInt("threads", atLeast: 1));

    private static CpuCache? Cache(CpuElement cpu)
    {
        if (cpu.SecondCache is { } second)
        {
            throw second.Malformed(Messages.Xml_SecondCache);
        }

        return cpu.Cache is not { } cache
            ? null
            : new CpuCache(
                (CpuCacheMode)cache.RequiredWord("mode", CpuXmlWords.CacheModes),
                (int?)cache.Number("level", NumberRanges.CacheLevels));
    }

    private static CpuMaxPhysAddr? MaxPhysAddr(Element? element)
    {
        if (element is null)
        {
            return null;
        }

        CpuMaxPhysAddr address = new(
            (CpuMaxPhysAddrMode)element.RequiredWord("mode", CpuWords.MaxPhysAddrModes),
            (int?)element.Number("bits", NumberRange.Int(0)),
            (int?)element.Number("limit", NumberRange.Int(1)));
        return address is { Limit: not null, Mode: not CpuMaxPhysAddrMode.Passthrough }
            ? throw element.Refuse("limit", Messages.Xml_LimitMode, MistakeKind.Unsupported)
            : address;
    }
}
