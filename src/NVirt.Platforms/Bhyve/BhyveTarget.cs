using System.Globalization;
using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Xml;

namespace NVirt.Platforms.Bhyve;

/// <summary>
/// Writes settings for bhyve's CPUID, which are in no release yet. A model becomes whole registers; without one, bits can only be added:
/// whether single bits can be taken away is not certain.
/// </summary>
internal static class BhyveTarget
{
    private const string Platform = "bhyve";

    public static PlatformTarget Target { get; } = new(Platform, Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        if (!request.AllowsExperimental)
        {
            throw WriterRules.Refuse(CpuRule.InvalidArgument, null, Text.Of(Messages.Write_Experimental, Platform));
        }

        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
        WriterRules.NoVendorId(cpu, Platform);
        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        bool isWhole = cpu.Mode is null or CpuMode.Custom;
        FeatureSet features = isWhole ? space.FindModel(WriterRules.Model(request, cpu, Platform))!.Value : default;
        WriterRules.Policies(request, cpu, Platform, WriterRules.Only("REG|=0xV"),
            isWhole ? [CpuPolicy.Require, CpuPolicy.Disable] : [CpuPolicy.Require]);
        foreach (CpuFeature feature in cpu.Features)
        {
            FeatureSet one = space.SetOf(feature.Name);
            features = feature.Policy == CpuPolicy.Disable ? features - one : features | one;
        }

        (string text, FeatureSet written) = Lines(space, features, isWhole);
        FeatureSet left = features - written;
        return text.Length == 0
            ? throw WriterRules.Refuse(CpuRule.InvalidArgument, null, Text.Of(Messages.Write_Nothing, Platform))
            : left.Overlaps(space.SetOf(cpu.Features.Select(f => f.Name)))
                ? throw WriterRules.NoName(Platform, string.Join(", ", space.SortedNames(left)))
                : new PlatformOutput("bhyve.conf", text,
                    [.. WriterRules.Frame(cpu, "fallback", "check"), .. Losses(space, left)]);
    }

    private static IEnumerable<StatementRemark> Losses(FeatureSpace space, FeatureSet left)
    {
        if (!left.IsEmpty)
        {
            yield return new StatementRemark(StatementRemarkKind.NotWritten, string.Join(", ", space.SortedNames(left)));
        }

        yield return new StatementRemark(StatementRemarkKind.Uncertain, Platform);
    }

    private static (string Text, FeatureSet Written) Lines(FeatureSpace space, FeatureSet features, bool isWhole)
    {
        StringBuilder text = new();
        FeatureSet written = default;
        foreach (IGrouping<(uint, uint), (int Index, X86Register Register)> leaf in space.Registers.Where(r => !r.Register.IsMsr)
            .GroupBy(r => (r.Register.Leaf, r.Register.Subleaf)).OrderBy(g => g.Key))
        {
            List<string> parts = [];
            foreach ((int index, X86Register register) in leaf.OrderBy(r => r.Register.Name))
            {
                FeatureSet here = space.FeaturesIn(index);
                uint value = 0;
                foreach (int feature in here & features)
                {
                    value |= 1u << space.Map.X86.FeatureBit(feature).Bit;
                }

                written |= here & features;
                if (isWhole || value != 0)
                {
                    parts.Add(string.Create(CultureInfo.InvariantCulture,
                        $"{register.Name.ToString().ToLowerInvariant()}{(isWhole ? "=" : "|=")}0x{value:x}"));
                }
            }

            if (parts.Count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"cpuid.0x{leaf.Key.Item1:x},{leaf.Key.Item2}=").AppendJoin(',', parts)
                    .Append('\n');
            }
        }

        return (text.ToString(), written);
    }
}
