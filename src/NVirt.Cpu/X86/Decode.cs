using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    // Reserved bits of leaf 1 eax, and the processor type, do not make a signature (cpu-rules.md 3.4).
    private const uint SignatureMask = 0x0fff3fff;

    public override CpuDefinition Decode(
        CpuDefinition stub, CpuData data, CpuModelList? models = null, IReadOnlyList<string>? preferred = null, bool migratable = false)
    {
        RequireCustom(stub);
        X86CpuData raw = RequireX86(data);
        return Decode(
            stub,
            new Subject(X86Projection.FeaturesOf(_map, raw), X86Vendor.Detect(_map, raw), (raw.Cpuid(1)?.Eax ?? 0) & SignatureMask),
            models,
            preferred ?? [],
            migratable);
    }

    /// <summary>Chooses a model for the bits and spells out the rest (cpu-rules.md 4.4).</summary>
    private CpuDefinition Decode(
        CpuDefinition stub, Subject subject, CpuModelList? models, IReadOnlyList<string> preferred, bool migratable)
    {
        subject = FilterTsx(subject);
        Candidate? best = null;
        for (int model = _map.ModelCount - 1; model >= 0; model--)
        {
            if (!IsAllowed(model, models, preferred, stub) || !_map.DecodesTo(model, stub.Type) || IsOfAnotherVendor(model, subject.Vendor))
            {
                continue;
            }

            if (!TryMakeCandidate(model, subject, models, stub.Type, out Candidate candidate))
            {
                continue;
            }

            Choice choice = Judge(candidate, best, preferred);
            if (choice != Choice.Keep)
            {
                best = candidate;
            }

            if (choice == Choice.TakeAndStop)
            {
                break;
            }
        }

        return best is { } chosen ? Describe(stub, chosen, subject, models, migratable)
            : subject.Unknown.IsEmpty ? throw new CpuException(CpuErrorKind.Internal, CpuRule.NoModelFits)
            : throw Undecided(subject.Unknown);
    }

    private CpuException Undecided(in FeatureSet unknown) => new(new CpuRefusal(
        CpuErrorKind.Undecided,
        [.. _map.NamesOf(unknown)
            .Select(name => new CpuReason(
                CpuRule.UnknownFeatureState, name) { Coordinate = Map.FindFeature(name)?.Coordinate, Side = CpuType.Host })]));

    private bool IsOfAnotherVendor(int model, int vendor) => vendor >= 0 && _map.ModelVendor(model) is >= 0 and var own && own != vendor;

    // Broken TSX: these Intel processors offer hle and rtm and should not (cpu-rules.md 3.4).
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

    /// <summary>
    /// The model as a candidate; there is none for a host that lacks something of the model (rule 2 of judging), and where it is unknown
    /// whether something of the model is there.
    /// </summary>
    private bool TryMakeCandidate(int model, in Subject subject, CpuModelList? models, CpuType type, out Candidate candidate)
    {
        candidate = default;
        Difference difference = DifferenceOf(model, subject, models);
        if ((_map.ModelFeatures(model) - subject.Features).Overlaps(subject.Unknown)
            || (type == CpuType.Host && !difference.Less.IsEmpty))
        {
            return false;
        }

        int enabled = difference.More.Count;
        int disabled = difference.Less.Count;
        if (type == CpuType.Guest)
        {
            foreach (ushort removed in _map.RemovedFeatures(model))
            {
                disabled += difference.Mentions(removed) ? 0 : 1;
            }
        }

        bool matches = subject.SignatureEax != 0 && _map.MatchesSignature(model, X86Signature.FromEax(subject.SignatureEax));
        candidate = new Candidate(model, enabled, disabled, matches, Score.Of(enabled, disabled, type));
        return true;
    }

    /// <summary>How the data differs from a model.</summary>
    private Difference DifferenceOf(int model, in Subject subject, CpuModelList? models)
    {
        ref readonly FeatureSet own = ref _map.ModelFeatures(model);
        FeatureSet more = subject.Features - own;
        FeatureSet less = own - subject.Features;
        if (models is not null && models.TryGet(_map.ModelName(model), out CpuHypervisorModel? listed) && !listed.Blockers.IsDefaultOrEmpty)
        {
            // Tested against the data without the model: a blocker inside the model is disabled even if the data has it (cpu-rules.md 7,
            // item 11).
            less |= SetOf(listed.Blockers) - more;
        }

        return new Difference(more, less);
    }

    /// <summary>The rules by which one candidate beats another, the first that applies (cpu-rules.md 4.4, "judging").</summary>
    private Choice Judge(Candidate candidate, Candidate? best, IReadOnlyList<string> preferred)
    {
        if (preferred.Count == 1 && preferred[0] == _map.ModelName(candidate.Model))
        {
            return Choice.TakeAndStop;
        }

        if (best is not { } current)
        {
            return Choice.Take;
        }

        // A signature beats any number of features.
        if (candidate.MatchesSignature != current.MatchesSignature)
        {
            return candidate.MatchesSignature ? Choice.Take : Choice.Keep;
        }

        Score mine = candidate.Score;
        Score its = current.Score;
        bool takes = mine.Cost < its.Cost || (mine.Cost == its.Cost && mine.Penalty < its.Penalty)
            || (preferred.Count > 0 && mine.Penalty < its.Penalty && preferred.Contains(_map.ModelName(candidate.Model)));
        return takes ? Choice.Take : Choice.Keep;
    }

    private CpuDefinition Describe(CpuDefinition stub, Candidate chosen, in Subject subject, CpuModelList? models, bool migratable)
    {
        Difference difference = DifferenceOf(chosen.Model, subject, models);
        CpuFeature[] features = new CpuFeature[chosen.Enabled + chosen.Disabled];
        int count = 0;
        foreach (int feature in difference.More)
        {
            features[count++] = Feature(feature, CpuPolicy.Require);
        }

        foreach (int feature in difference.Less)
        {
            features[count++] = Feature(feature, CpuPolicy.Disable);
        }

        if (stub.Type == CpuType.Guest)
        {
            foreach (ushort removed in _map.RemovedFeatures(chosen.Model))
            {
                if (!difference.Mentions(removed))
                {
                    features[count++] = Feature(removed, CpuPolicy.Disable);
                }
            }
        }

        CpuDefinition decoded = stub with
        {
            Model = _map.ModelName(chosen.Model),
            Vendor = subject.Vendor < 0 ? null : _map.VendorName(subject.Vendor),
            Features = count == 0 ? CpuFeatureList.Empty : new CpuFeatureList(features),
            Signature = subject.SignatureEax == 0 ? null : X86Signature.FromEax(subject.SignatureEax),
        };
        return migratable ? CopyMigratable(decoded) : decoded;

        // Host definitions have no policies (cpu-rules.md 1.2).
        CpuFeature Feature(int place, CpuPolicy policy) => new(_map.FeatureName(place), stub.Type == CpuType.Host ? null : policy);
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
    /// <param name="Unknown">Features that it may have or not: no model with one of them is chosen.</param>
    private readonly record struct Subject(FeatureSet Features, int Vendor, uint SignatureEax, FeatureSet Unknown = default);

    /// <summary>A model that may be chosen.</summary>
    /// <param name="Model">The model's place.</param>
    /// <param name="Enabled">How many features would be listed as required.</param>
    /// <param name="Disabled">How many would be listed as disabled, the model's removed ones included.</param>
    /// <param name="MatchesSignature">Whether the data's signature is one of the model's.</param>
    /// <param name="Score">How well it fits.</param>
    private readonly record struct Candidate(int Model, int Enabled, int Disabled, bool MatchesSignature, Score Score);

    /// <summary>How data differs from a model.</summary>
    /// <param name="More">Features that the data has besides the model's.</param>
    /// <param name="Less">Features of the model that the data lacks, and blockers.</param>
    private readonly record struct Difference(FeatureSet More, FeatureSet Less)
    {
        /// <summary>Whether the feature is listed, as required or as disabled.</summary>
        public bool Mentions(int feature) => More.Contains(feature) || Less.Contains(feature);
    }

    /// <summary>The less, the better.</summary>
    /// <param name="Cost">Features to list, disabled ones weighted.</param>
    /// <param name="Penalty">What the weighting adds; breaks ties.</param>
    private readonly record struct Score(int Cost, int Penalty)
    {
        /// <summary>
        /// Rule 6: only half of the disabled features are counted, at 2, 3, 4...; the others cost 1. libvirt's counting loop shortens
        /// its own limit at each hit, and its answers depend on that.
        /// </summary>
        public static Score Of(int enabled, int disabled, CpuType type)
        {
            if (type == CpuType.Host)
            {
                return new Score(enabled + disabled, 0);
            }

            int counted = (disabled + 1) / 2;
            int penalty = counted * (counted + 3) / 2;
            return new Score(enabled + disabled - counted + penalty, penalty);
        }
    }
}
