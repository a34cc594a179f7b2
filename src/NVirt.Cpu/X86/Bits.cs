using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>A definition resolved to bits: what its model has, and a set a policy.</summary>
internal struct X86Bits
{
    /// <summary>The model's features; empty without a model.</summary>
    public FeatureSet Model;

    /// <summary>Named with policy force.</summary>
    public FeatureSet Forced;

    /// <summary>Named with policy require, or without one.</summary>
    public FeatureSet Required;

    /// <summary>Named with policy optional.</summary>
    public FeatureSet Optional;

    /// <summary>Named with policy disable.</summary>
    public FeatureSet Disabled;

    /// <summary>Named with policy forbid.</summary>
    public FeatureSet Forbidden;

    /// <summary>
    /// data(cpu, all) of cpu-rules.md 4: a name stands once in a definition, so the order of the features does not matter.
    /// </summary>
    public readonly FeatureSet All => (Model | Forced | Required) - (Disabled | Forbidden);

    /// <summary>data(cpu, require): the model's bits and those named with require.</summary>
    public readonly FeatureSet RequiredWithModel => Model | Required;

    /// <summary>Every feature that a definition names or has through its model counts; unknown ones are refused, all at once.</summary>
    /// <param name="map">The map.</param>
    /// <param name="cpu">The definition.</param>
    /// <param name="withOptional">Whether optional features are looked up; where only "all" is asked for they are not.</param>
    /// <exception cref="CpuException">The model or a feature is unknown (unknown name).</exception>
    public static X86Bits Resolve(X86Map map, CpuDefinition cpu, bool withOptional = true)
    {
        X86Bits bits = default;
        List<CpuReason>? unknown = null;
        if (cpu.Model is not null)
        {
            int model = map.FindModel(cpu.Model);
            if (model < 0)
            {
                (unknown = []).Add(new CpuReason(CpuRule.UnknownModel, cpu.Model) { Side = cpu.Type, Map = map.Whole });
            }
            else
            {
                bits.Model = map.ModelFeatures(model);
            }
        }

        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            if (feature.Policy == CpuPolicy.Optional && !withOptional)
            {
                continue;
            }

            int place = map.FindFeature(feature.Name);
            if (place < 0)
            {
                unknown ??= [];
                CpuMap? hints = unknown.Count < CpuReason.MostHints ? map.Whole : null;
                unknown.Add(new CpuReason(CpuRule.UnknownFeature, feature.Name) { Policy = feature.Policy, Side = cpu.Type, Map = hints });
            }
            else
            {
                bits.Add(feature.Policy, place);
            }
        }

        return unknown is null ? bits : throw new CpuException(new CpuRefusal(CpuErrorKind.UnknownName, [.. unknown]));
    }

    private void Add(CpuPolicy? policy, int feature)
    {
        switch (policy)
        {
            case null or CpuPolicy.Require:
                Required.Add(feature);
                break;
            case CpuPolicy.Force:
                Forced.Add(feature);
                break;
            case CpuPolicy.Optional:
                Optional.Add(feature);
                break;
            case CpuPolicy.Disable:
                Disabled.Add(feature);
                break;
            default:
                Forbidden.Add(feature);
                break;
        }
    }
}
