using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    public override CpuDefinition? UpdateLive(CpuDefinition cpu, CpuData enabled, CpuData? disabled)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        bool full = cpu.Check == CpuCheck.Full;
        if (cpu.Mode != CpuMode.Custom && !full)
        {
            return null;
        }

        X86Bits asked = X86Bits.Resolve(_map, cpu, withOptional: false);
        int model = cpu.Model is null ? -1 : FindModel(cpu.Model);
        X86CpuData rawDisabled = disabled is null ? X86CpuData.Empty : RequireX86(disabled);
        LiveSets sets = MakeLiveSets(
            cpu, asked, model, X86Projection.FeaturesOf(_map, RequireX86(enabled)), X86Projection.FeaturesOf(_map, rawDisabled));
        if (!sets.Contradictory.IsEmpty)
        {
            throw Failed(Reasons(CpuRule.EnabledAndDisabled, sets.Contradictory, cpu, asked));
        }

        // With check full, a deviation is an error, unless a hypervisor is known to make it on its own.
        FeatureSet strict = full ? ~sets.Tolerated : default;
        CpuDefinition updated = Apply(cpu, model, sets.TurnedOn - strict, sets.TurnedOff - strict);
        List<CpuReason> reasons =
        [
            .. Reasons(CpuRule.UnexpectedlyEnabled, sets.TurnedOn & strict, cpu, asked),
            .. Reasons(CpuRule.UnexpectedlyDisabled, sets.TurnedOff & strict, cpu, asked),
        ];
        if (full && reasons.Count == 0)
        {
            reasons.AddRange(LeftOver(rawDisabled, sets.TurnedOff));
        }

        return reasons.Count == 0 ? updated : throw Failed(reasons);
    }

    private LiveSets MakeLiveSets(CpuDefinition cpu, in X86Bits asked, int model, in FeatureSet enabled, in FeatureSet disabled)
    {
        FeatureSet wanted = asked.All;
        FeatureSet refused = asked.Disabled - wanted;

        // What is not mentioned should be off, except if the guest gets everything that the host has.
        FeatureSet off = cpu.Mode is CpuMode.HostPassthrough or CpuMode.Maximum ? refused : ~wanted;
        FeatureSet added = default;
        if (model >= 0)
        {
            foreach (ushort feature in _map.AddedFeatures(model))
            {
                added.Add(feature);
            }
        }

        return new LiveSets
        {
            Contradictory = enabled & disabled,
            TurnedOn = enabled & off,
            TurnedOff = disabled | (wanted - enabled),
            Tolerated = added - (wanted | refused),
        };
    }

    private CpuDefinition Apply(CpuDefinition cpu, int model, in FeatureSet turnedOn, in FeatureSet turnedOff)
    {
        CpuFeatureListBuilder features = new(cpu.Type, cpu.Features);
        foreach (int feature in turnedOn | turnedOff)
        {
            features.Update(_map.FeatureName(feature), turnedOff.Contains(feature) ? CpuPolicy.Disable : CpuPolicy.Require);
        }

        if (model >= 0)
        {
            AddRemovedFeatures(features, model, CpuPolicy.Disable);
        }

        return cpu with { Features = features.ToList() };
    }

    // Disabled bits without a feature in the map: what the guest lost cannot be named.
    private IEnumerable<CpuReason> LeftOver(X86CpuData rawDisabled, FeatureSet handled)
    {
        foreach (X86Item item in rawDisabled.Subtract(X86Projection.DataOf(_map, handled)).Items.Where(i => !i.IsZero))
        {
            string where = item.IsMsr ? $"MSR {item.Leaf:X}H" : $"CPUID.(EAX={item.Leaf:X2}H,ECX={item.Subleaf})";
            yield return new CpuReason(CpuRule.UnexpectedlyDisabled, where) { Side = CpuType.Host };
        }
    }

    private static CpuException Failed(IEnumerable<CpuReason> reasons) =>
        new(new CpuRefusal(CpuErrorKind.OperationFailed, [.. reasons]));

    private struct LiveSets
    {
        /// <summary>Reported both as enabled and as disabled.</summary>
        public FeatureSet Contradictory;

        /// <summary>On although it should be off.</summary>
        public FeatureSet TurnedOn;

        /// <summary>Off although it should be on, or reported as left out.</summary>
        public FeatureSet TurnedOff;

        /// <summary>Not named by the definition, and among those that hypervisors add to the model.</summary>
        public FeatureSet Tolerated;
    }
}
