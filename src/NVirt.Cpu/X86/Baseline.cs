using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options)
    {
        BaselineState state = new(this);
        foreach (CpuDefinition cpu in cpus)
        {
            state.Add(X86Bits.Resolve(_map, cpu, withOptional: false).All, cpu, _map.FindModel(cpu.Model!));
        }

        return Finish(state, options);
    }

    internal override CpuDefinition Baseline(IReadOnlyList<ResolvedCpu> cpus, CpuBaselineOptions? options = null) =>
        Finish(Collect(cpus), options ?? new CpuBaselineOptions());

    internal override IReadOnlyList<string> PossibleFeatures(IReadOnlyList<CpuSource> cpus)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        CpuDefinition[] definitions = [.. cpus.Select(c => c.ToDefinition(Map))];
        RequireOneArchitecture(definitions);
        FeatureSet certain = _map.AllFeatures;
        FeatureSet possible = certain;
        for (int i = 0; i < definitions.Length; i++)
        {
            FeatureSet own = X86Bits.Resolve(_map, definitions[i], withOptional: false).All;
            certain &= own;
            possible &= own | SetOf(cpus[i].Unknown);
        }

        return _map.NamesOf(possible - certain);
    }

    /// <summary>A baseline whose features are known already; the CPUs bring models and vendors only.</summary>
    public CpuDefinition Baseline(IReadOnlyList<ResolvedCpu> samples, in FeatureSet common, CpuBaselineOptions options)
    {
        BaselineState state = Collect(samples);
        state.Common = common;
        return Finish(state, options);
    }

    private BaselineState Collect(IReadOnlyList<ResolvedCpu> cpus)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        if (cpus.Count == 0)
        {
            throw NoCpus();
        }

        BaselineState state = new(this);
        for (int i = 0; i < cpus.Count; i++)
        {
            X86ResolvedCpu cpu = (X86ResolvedCpu)cpus[i];
            RequireModel(cpu.Definition);
            state.Add(cpu.All, cpu.Definition, cpu.Model);
        }

        return state;
    }

    /// <summary>The last steps of cpu-rules.md 4.6, from the features and the vendor that all CPUs have in common.</summary>
    private CpuDefinition Finish(BaselineState state, CpuBaselineOptions options)
    {
        FeatureSet unknown = options.Unknown is null ? default : SetOf(options.Unknown) - state.Common;
        FeatureSet common = options.Features is null ? state.Common : state.Common & SetOf(options.Features);
        if (options.ForGuests)
        {
            common -= KvmWithheld.Withheld(_map);
        }

        if (common.IsEmpty)
        {
            throw new CpuException(CpuErrorKind.OperationFailed, CpuRule.NothingInCommon);
        }

        CpuDefinition result = Decode(
            new CpuDefinition(), new Subject(common, state.Vendor, SignatureEax: 0, unknown), options.Models, state.ModelNames,
                options.Migratable);
        return result with
        {
            Fallback = state.ModelNames.Count == 1 && state.ModelNames[0] == result.Model ? CpuFallback.Forbid : CpuFallback.Allow,
            Vendor = state.VendorIsNamed ? result.Vendor : null,
        };
    }

    /// <summary>What the CPUs so far have in common.</summary>
    private sealed class BaselineState(X86Driver driver)
    {
        private readonly HashSet<int> _models = [];
        private int _lastModel = -1;

        public FeatureSet Common { get; set; }

        /// <summary>The vendor's place, or -1.</summary>
        public int Vendor { get; private set; } = -1;

        /// <summary>Whether every CPU so far names its vendor; only then does the baseline.</summary>
        public bool VendorIsNamed { get; private set; } = true;

        /// <summary>The distinct models in order.</summary>
        public List<string> ModelNames { get; } = [];

        public void Add(in FeatureSet features, CpuDefinition cpu, int model)
        {
            bool isFirst = ModelNames.Count == 0;
            Common = isFirst ? features : Common & features;
            AddVendor(cpu, model, isFirst);
            if (model != _lastModel && _models.Add(model))
            {
                ModelNames.Add(cpu.Model!);
            }

            _lastModel = model;
        }

        /// <summary>
        /// A CPU's own vendor counts before its model's; the first CPU's model vendor is not consulted (cpu-rules.md 4.6, steps 1 and 2).
        /// </summary>
        private void AddVendor(CpuDefinition cpu, int model, bool isFirst)
        {
            VendorIsNamed &= cpu.Vendor is not null;
            string? ofModel = !isFirst && driver._map.ModelVendor(model) is >= 0 and var place ? driver._map.VendorName(place) : null;
            if (cpu.Vendor is not null && ofModel is not null && cpu.Vendor != ofModel)
            {
                throw VendorsDiffer(cpu, ofModel);
            }

            if ((cpu.Vendor ?? ofModel) is not { } name)
            {
                return;
            }

            if (Vendor < 0)
            {
                Vendor = driver.FindVendor(name);
            }
            else if (driver._map.VendorName(Vendor) != name)
            {
                throw VendorsDiffer(cpu, driver._map.VendorName(Vendor));
            }
        }
    }

    private static CpuException VendorsDiffer(CpuDefinition cpu, string expected) => new(
        CpuErrorKind.OperationFailed,
        new CpuReason(CpuRule.VendorsDiffer, cpu.Model) { Expected = expected, Actual = cpu.Vendor });
}
