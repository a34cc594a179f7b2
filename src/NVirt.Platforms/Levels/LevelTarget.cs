using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Facts;
using NVirt.Xml;

namespace NVirt.Platforms.Levels;

/// <summary>Names the greatest level that a guest, or every host, contains.</summary>
internal static class LevelTarget
{
    private const string Platform = "x86-64 psABI";

    public static PlatformTarget Target { get; } = new("level", Write);

    /// <summary>The greatest level whose features are all there; <see langword="null"/> if there is none.</summary>
    public static string? Greatest(FeatureSpace space, in FeatureSet features)
    {
        string? greatest = null;
        foreach (string[] row in PlatformFacts.PsAbiLevels.Rows)
        {
            greatest = features.Covers(space.SetOf(row.Skip(1))) ? row[0] : greatest;
        }

        return greatest;
    }

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        FeatureSet features = space.All;
        if (request.Cpu is { } cpu)
        {
            features = space.FindModel(WriterRules.Model(request, cpu, Platform))!.Value;
            foreach (CpuFeature feature in cpu.Features)
            {
                FeatureSet one = space.SetOf(feature.Name);
                features = feature.Policy is CpuPolicy.Force or CpuPolicy.Require or null ? features | one : features - one;
            }
        }

        foreach (CpuStatement host in request.Hosts)
        {
            features &= host.Bits.YesSet;
        }

        string level = Greatest(space, features)
            ?? throw WriterRules.Refuse(CpuRule.InvalidArgument, null, Text.Of(Messages.Write_Nothing, Platform));
        FeatureSet rest = features - space.SetOf(PlatformFacts.PsAbiLevels.Rest(level));
        return new PlatformOutput("level", level + "\n", rest.IsEmpty || request.Cpu is null ? []
            : [new StatementRemark(StatementRemarkKind.NotWritten, string.Join(", ", space.SortedNames(rest)))]);
    }
}
