using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>The model part: model, vendor and features.</summary>
internal static partial class CpuInterpreter
{
    private const int VendorIdBytes = 12;

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
}
