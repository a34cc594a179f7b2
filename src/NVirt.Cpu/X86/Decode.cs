using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    // Reserved bits of leaf 1 eax, and the processor type, do not make a signature (cpu-core.md 3.4).
    private const uint SignatureMask = 0x0fff3fff;

    public override CpuDefinition Decode(
        CpuDefinition stub, CpuData data, CpuModelList? models = null, IReadOnlyList<string>? preferred = null, bool migratable = false)
    {
        ArgumentNullException.ThrowIfNull(stub);
        X86CpuData raw = RequireX86(data);
        return Decode(
            stub,
            new Subject(X86Projection.FeaturesOf(_map, raw), X86Vendor.Detect(_map, raw), (raw.Cpuid(1)?.Eax ?? 0) & SignatureMask),
            models,
            preferred ?? [],
            migratable);
    }

    /// <summary>Chooses a model for the bits and spells out the rest (cpu-core.md 4.4).</summary>
    private CpuDefinition Decode(CpuDefinition stub, Subject subject, CpuModelList? models, IReadOnlyList<string> preferred, bool migratable)
    {
        if (stub.Mode != CpuMode.Custom)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Messages.Decode_NotCustom);
        }

        subject = FilterTsx(subject);
        Candidate? best = null;
        for (int model = _map.ModelCount - 1; model >= 0; model--)
        {
            if (!IsAllowed(model, models, preferred, stub))
            {
                continue;
            }

            if (subject.Vendor >= 0 && _map.ModelVendor(model) is >= 0 and var vendor && vendor != subject.Vendor)
            {
                continue;
            }

            Candidate candidate = MakeCandidate(model, subject, models, stub.Type);
            Choice choice = Judge(candidate, best, subject, preferred, stub.Type);
            if (choice != Choice.Keep)
            {
                best = candidate;
            }

            if (choice == Choice.TakeAndStop)
            {
                break;
            }
        }

        return best is { } chosen
            ? Describe(stub, chosen, subject, migratable)
            : throw new CpuException(CpuErrorKind.Internal, CpuRule.NoModelFits);
    }

    // Broken TSX: these Intel processors offer hle and rtm and should not (cpu-core.md 3.4).
    private Subject FilterTsx(Subject subject)
    {
        CpuSignature signature = X86Signature.FromEax(subject.SignatureEax);
        bool broken = signature.Family == 6 && (signature.Model is 60 or 69 or 70 || (signature.Model == 63 && signature.Stepping < 4));
        if (!broken || subject.Vendor < 0 || _map.VendorName(subject.Vendor) != "Intel")
        {
            return subject;
        }

        return subject with { Features = subject.Features - SetOf(["hle", "rtm"]) };
    }

    private bool IsAllowed(int model, CpuModelList? models, IReadOnlyList<string> preferred, CpuDefinition stub)
    {
        if (models is null || models.Contains(_map.ModelName(model)))
        {
            return true;
        }

        bool mustBeThis = preferred.Count == 1 && preferred[0] == _map.ModelName(model) && stub.Fallback != CpuFallback.Allow;
        return mustBeThis ? throw new CpuException(CpuErrorKind.Unsupported, CpuRule.ModelNotAllowed, preferred[0]) : false;
    }

    private Candidate MakeCandidate(int model, in Subject subject, CpuModelList? models, CpuType type)
    {
        FeatureSet own = _map.ModelFeatures(model);
        FeatureSet more = subject.Features - own;
        FeatureSet less = own - subject.Features;
        if (models is not null && models.TryGet(_map.ModelName(model), out CpuHypervisorModel? listed) && !listed.Blockers.IsDefaultOrEmpty)
        {
            // Tested against the data without the model: a blocker inside the model is disabled even if the data has it (surprise 11).
            less |= SetOf(listed.Blockers) - more;
        }

        int disabled = less.Count;
        if (type == CpuType.Guest)
        {
            foreach (ushort removed in _map.RemovedFeatures(model))
            {
                disabled += more.Contains(removed) || less.Contains(removed) ? 0 : 1;
            }
        }

        return new Candidate(model, more, less, more.Count, disabled);
    }

    /// <summary>The rules by which one candidate beats another, the first that applies (cpu-core.md 4.4, "judging").</summary>
    private Choice Judge(in Candidate candidate, Candidate? best, in Subject subject, IReadOnlyList<string> preferred, CpuType type)
    {
        if (!_map.DecodesTo(candidate.Model, type) || (type == CpuType.Host && candidate.Disabled > 0))
        {
            return Choice.Keep;
        }

        if (preferred.Count == 1 && preferred[0] == _map.ModelName(candidate.Model))
        {
            return Choice.TakeAndStop;
        }

        if (best is not { } current)
        {
            return Choice.Take;
        }

        if (subject.SignatureEax != 0)
        {
            CpuSignature signature = X86Signature.FromEax(subject.SignatureEax);
            bool matches = _map.MatchesSignature(candidate.Model, signature);
            if (matches != _map.MatchesSignature(current.Model, signature))
            {
                return matches ? Choice.Take : Choice.Keep;
            }
        }

        (int cost, int penalty) = candidate.Score(type);
        (int bestCost, int bestPenalty) = current.Score(type);
        bool takes = cost < bestCost || (cost == bestCost && penalty < bestPenalty)
            || (preferred.Contains(_map.ModelName(candidate.Model)) && penalty < bestPenalty);
        return takes ? Choice.Take : Choice.Keep;
    }

    private CpuDefinition Describe(CpuDefinition stub, in Candidate chosen, in Subject subject, bool migratable)
    {
        CpuFeatureListBuilder features = new(stub.Type);
        foreach (int feature in chosen.More)
        {
            features.Update(_map.FeatureName(feature), CpuPolicy.Require);
        }

        foreach (int feature in chosen.Less)
        {
            features.Update(_map.FeatureName(feature), CpuPolicy.Disable);
        }

        if (stub.Type == CpuType.Guest)
        {
            AddRemovedFeatures(features, chosen.Model, CpuPolicy.Disable);
        }

        CpuDefinition decoded = stub with
        {
            Model = _map.ModelName(chosen.Model),
            Vendor = subject.Vendor < 0 ? null : _map.VendorName(subject.Vendor),
            Features = features.ToList(),
            Signature = subject.SignatureEax == 0 ? null : X86Signature.FromEax(subject.SignatureEax),
        };
        return migratable ? CopyMigratable(decoded) : decoded;
    }

    private enum Choice
    {
        Keep,
        Take,
        TakeAndStop,
    }

    /// <summary>What is decoded.</summary>
    /// <param name="Features">Its features.</param>
    /// <param name="Vendor">Its vendor's place, or -1.</param>
    /// <param name="SignatureEax">Leaf 1 eax; 0 if there is none.</param>
    private readonly record struct Subject(FeatureSet Features, int Vendor, uint SignatureEax);

    /// <summary>A model and how the data differs from it.</summary>
    /// <param name="Model">The model's place.</param>
    /// <param name="More">Features that the data has besides the model's.</param>
    /// <param name="Less">Features of the model that the data lacks, and blockers.</param>
    /// <param name="Enabled">How many features would be listed as required.</param>
    /// <param name="Disabled">How many would be listed as disabled, the model's removed ones included.</param>
    private readonly record struct Candidate(int Model, FeatureSet More, FeatureSet Less, int Enabled, int Disabled)
    {
        /// <summary>
        /// Rule 6: only half of the disabled features are counted, at 2, 3, 4...; the others cost 1. libvirt's counting loop shortens
        /// its own limit at each hit, and its answers depend on that.
        /// </summary>
        public (int Cost, int Penalty) Score(CpuType type)
        {
            if (type == CpuType.Host)
            {
                return (Enabled + Disabled, 0);
            }

            int counted = (Disabled + 1) / 2;
            int penalty = counted * (counted + 3) / 2;
            return (Enabled + Disabled - counted + penalty, penalty);
        }
    }
}
