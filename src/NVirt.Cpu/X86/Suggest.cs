using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    /// <summary>
    /// The guest's own CPU without what blocks it, or another model that the host has completely: the one with the fewest features
    /// lost, gained or listed in addition. Among equals, the guest's own, then names without a version, then the later map entry.
    /// </summary>
    public override CpuSuggestion? Suggest(
        CpuDefinition host, CpuDefinition cpu, IReadOnlyCollection<string>? unknown = null, Predicate<CpuDefinition>? accepts = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(cpu);
        if (host.Model is null || (cpu.Arch != CpuArchitecture.None && !cpu.Arch.IsX86()))
        {
            return null;
        }

        FeatureSet offered = X86Bits.Resolve(_map, host, withOptional: false).All;
        Wish wish = new(_map, WishOf(cpu, host), offered);
        foreach (Substitute substitute in Substitutes(wish, host.Vendor is null ? -1 : _map.FindVendor(host.Vendor)))
        {
            CpuDefinition definition = Define(wish, substitute.Model);
            CpuComparison comparison = Compare(host, definition, unknown);
            if (comparison is { IsCompatible: true, Undecided.IsEmpty: true } && accepts?.Invoke(definition) != false)
            {
                // What a hypervisor adds by itself is not lost, unless it is disabled explicitly.
                FeatureSet given = GivenBeside(host, definition, offered) - X86Bits.Resolve(_map, definition, withOptional: false).Disabled;
                return new CpuSuggestion(definition, _map.NamesOf(wish.Lost - given), _map.NamesOf(substitute.Gained));
            }
        }

        return null;
    }

    // Mode host-model ignores a model, a strict match would refuse the host's further features, and a dump's check is only for that guest.
    private static CpuDefinition WishOf(CpuDefinition cpu, CpuDefinition host)
    {
        CpuDefinition frame = cpu.Type == CpuType.Host ? new CpuDefinition().WithModelOf(cpu) : cpu;
        bool takesHostModel = cpu.Mode == CpuMode.HostModel;
        return frame with
        {
            Arch = CpuArchitecture.None,
            Match = frame.Match == CpuMatch.Strict ? CpuMatch.Exact : frame.Match,
            Check = frame.Check == CpuCheck.Full ? CpuCheck.Partial : frame.Check,
            Fallback = CpuFallback.Allow,
            Model = takesHostModel ? null : frame.Model,
            Vendor = frame.Vendor == host.Vendor && !takesHostModel ? frame.Vendor : null,
            Microcode = 0,
        };
    }

    /// <summary>The candidates, the nearest first; empty if more would be lost than kept.</summary>
    private IEnumerable<Substitute> Substitutes(Wish wish, int vendor)
    {
        int own = wish.Definition.Model is { } name ? _map.FindModel(name) : -1;
        if (own < 0)
        {
            return [OfModel(wish, -1)];
        }

        bool isLong = _map.FindFeature("lm") is >= 0 and var lm && wish.Wanted.Contains(lm);
        if (CountOfCpuid(wish.Lost) > CountOfCpuid(wish.Kept) || (isLong && !wish.Kept.Contains(_map.FindFeature("lm"))))
        {
            return [];
        }

        List<Substitute> all = [OfModel(wish, own)];
        for (int model = 0; model < _map.ModelCount; model++)
        {
            ref readonly FeatureSet features = ref _map.ModelFeatures(model);
            bool isOfEra = !isLong || features.Contains(_map.FindFeature("lm"));
            if (model != own && isOfEra && !IsOfDistribution(_map.ModelName(model)) && wish.Offered.Covers(features)
                && !IsOfAnotherVendor(model, vendor))
            {
                all.Add(OfModel(wish, model));
            }
        }

        return all.OrderBy(s => s.Cost).ThenBy(s => s.Model != own).ThenBy(s => IsVersion(_map.ModelName(s.Model)))
            .ThenByDescending(s => s.Model);
    }

    private Substitute OfModel(Wish wish, int model)
    {
        FeatureSet features = model < 0 ? default : _map.ModelFeatures(model);
        FeatureSet disabled = features & (wish.Unwanted | wish.Lost);
        FeatureSet gained = features - wish.Wanted - wish.Unwanted - wish.Bits.Forced - wish.Bits.Optional;
        return new Substitute(model, gained, gained.Count + (wish.Kept - features).Count + disabled.Count);
    }

    // The features of nested virtualization, which are in MSRs, are as many as all others, and say little about a model.
    private int CountOfCpuid(in FeatureSet features)
    {
        int count = 0;
        foreach (int feature in features)
        {
            count += _map.FeatureBit(feature).Register.IsMsr ? 0 : 1;
        }

        return count;
    }

    // QEMU has these nowhere else.
    private static bool IsOfDistribution(string name) => name.StartsWith("cpu64-rhel", StringComparison.Ordinal);

    // Such as Skylake-Server-v5: QEMU's name, for which the map often has a more descriptive one.
    private static bool IsVersion(string name) =>
        name.LastIndexOf("-v", StringComparison.Ordinal) is >= 0 and var at
            && name.AsSpan(at + 2).ContainsAnyExceptInRange('0', '9') is false;

    /// <summary>The guest's CPU with another model, or its own: without what is lost, and with a model's extra features listed.</summary>
    private CpuDefinition Define(Wish wish, int model)
    {
        FeatureSet own = model < 0 ? default : _map.ModelFeatures(model);
        CpuDefinition cpu = wish.Definition;
        bool keepsModel = model < 0 || _map.ModelName(model) == cpu.Model;
        CpuFeatureListBuilder features = new(CpuType.Guest);
        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            int place = _map.FindFeature(feature.Name);
            bool isIn = own.Contains(place);
            CpuPolicy? policy = feature.Policy switch
            {
                CpuPolicy.Force => CpuPolicy.Force,
                CpuPolicy.Disable or CpuPolicy.Forbid => CpuPolicy.Disable,
                _ when wish.Lost.Contains(place) => isIn ? CpuPolicy.Disable : null,
                _ when isIn && !keepsModel => null,
                _ when !isIn && wish.Kept.Contains(place) => CpuPolicy.Require,
                var kept => kept ?? CpuPolicy.Require,
            };
            if (policy is not null)
            {
                features.Update(feature.Name, policy);
            }
        }

        foreach (int place in own & wish.Lost)
        {
            features.AddIfMissing(_map.FeatureName(place), CpuPolicy.Disable);
        }

        foreach (int place in wish.Kept - own)
        {
            features.AddIfMissing(_map.FeatureName(place), CpuPolicy.Require);
        }

        if (!keepsModel)
        {
            AddRemovedFeatures(features, model, CpuPolicy.Disable);
        }

        return cpu with { Model = model < 0 ? null : _map.ModelName(model), Features = features.ToList() };
    }

    /// <summary>What a guest wants, together with what a host offers.</summary>
    private readonly struct Wish
    {
        public Wish(X86Map map, CpuDefinition definition, in FeatureSet offered)
        {
            Definition = definition;
            Offered = offered;
            Bits = X86Bits.Resolve(map, definition);
            Wanted = Bits.All - Bits.Forced;
            Unwanted = Bits.Disabled | Bits.Forbidden;
        }

        public CpuDefinition Definition { get; }

        public X86Bits Bits { get; }

        public FeatureSet Offered { get; }

        /// <summary>Features that the host must have; forced ones are not needed.</summary>
        public FeatureSet Wanted { get; }

        /// <summary>Features that the guest must not see.</summary>
        public FeatureSet Unwanted { get; }

        public FeatureSet Kept => Wanted & Offered;

        public FeatureSet Lost => Wanted - Offered;
    }

    /// <summary>A model that replaces the guest's.</summary>
    /// <param name="Model">Its place; -1 for none, if the mode decides.</param>
    /// <param name="Gained">Features that come with it and were not requested.</param>
    /// <param name="Cost">The number of features gained or listed in addition; what is lost is the same for all.</param>
    private readonly record struct Substitute(int Model, FeatureSet Gained, int Cost);
}
