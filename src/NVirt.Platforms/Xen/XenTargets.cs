using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Xen;
using NVirt.Xml;

namespace NVirt.Platforms.Xen;

/// <summary>Writes xl.cfg, and the feature set of a VM of xapi.</summary>
internal static class XenTargets
{
    private const string Xl = "xl";
    private const string Xapi = "xapi";

    public static PlatformTarget Config { get; } = new("xen", WriteConfig);

    public static PlatformTarget FeatureSets { get; } = new("xapi", WriteFeatureSet);

    // libxl changes the host's CPU: a model becomes the features that the hosts may not differ in.
    private static PlatformOutput WriteConfig(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Xl);
        WriterRules.NoPhysBits(cpu, Xl, Messages.Way_None);
        WriterRules.NoVendorId(cpu, Xl);
        CpuDefinition guest = cpu;
        List<StatementRemark> remarks = [.. WriterRules.Frame(cpu, "fallback", "check")];
        if (cpu.Model is not null && cpu.Mode is null or CpuMode.Custom)
        {
            guest = ExpandedModel.Of(request, cpu, Xl);
            remarks.AddRange(ExpandedModel.LeftToHost(request, cpu));
        }

        XenConfigCpu config = XenCpuid.ForConfig(new XenGuest(guest), XenSyntax.List, request.Map);
        string text = config.Format();
        return text.Length == 0
            ? throw WriterRules.Refuse(CpuRule.InvalidArgument, null, Text.Of(Messages.Write_Nothing, Xl))
            : new PlatformOutput("xl.cfg", text.EndsWith('\n') ? text : text + "\n",
                [.. remarks, .. config.Warnings.Select(w => new StatementRemark(StatementRemarkKind.NotWritten, w))]);
    }

    private static PlatformOutput WriteFeatureSet(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Xapi);
        WriterRules.NoPhysBits(cpu, Xapi, Messages.Way_None);
        string model = WriterRules.Model(request, cpu, Xapi);
        WriterRules.Policies(request, cpu, Xapi, WriterRules.Only("platform:featureset"), CpuPolicy.Force, CpuPolicy.Require,
            CpuPolicy.Disable);
        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        FeatureSet features = space.FindModel(model)!.Value;
        foreach (CpuFeature feature in cpu.Features)
        {
            FeatureSet one = space.SetOf(feature.Name);
            features = feature.Policy == CpuPolicy.Disable ? features - one : features | one;
        }

        (uint[] words, FeatureSet rest) = FeatureWords.Of(space, features, FeatureWords.Most);
        return rest.IsEmpty
            ? new PlatformOutput("platform:featureset", FeatureWords.Format(words, '-') + "\n", WriterRules.Frame(cpu))
            : throw WriterRules.NoName(Xapi, string.Join(", ", space.SortedNames(rest)));
    }
}
