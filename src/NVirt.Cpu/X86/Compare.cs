using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown)
    {
        if (RefuseFrame(host, cpu, static arch => arch.IsX86()) is { } refused)
        {
            return refused;
        }

        FeatureSet offered = X86Bits.Resolve(_map, host!, withOptional: false).All;
        X86Bits asked = X86Bits.Resolve(_map, cpu);
        X86Terms terms = new(asked);
        Mismatch mismatch = Match(offered, terms, IsStrict(cpu));
        CpuComparison comparison = mismatch.Verdict == CpuVerdict.Incompatible
            ? CpuComparison.Incompatible(Explain(mismatch, cpu, asked, GivenBeside(host!, cpu, offered)))
            : new CpuComparison(mismatch.Verdict);
        return unknown.Count == 0 ? comparison
            : comparison with { Undecided = FindUndecided(offered, SetOf(unknown) - offered, asked, cpu) };
    }

    internal override ResolvedCpu Resolve(CpuDefinition cpu) => new X86ResolvedCpu(_map, cpu);

    internal override CpuVerdict Compare(ResolvedCpu host, ResolvedCpu cpu)
    {
        if (JudgeFrame(host.Definition, cpu.Definition, static arch => arch.IsX86()) is not null)
        {
            return CpuVerdict.Incompatible;
        }

        return Match(((X86ResolvedCpu)host).All, ((X86ResolvedCpu)cpu).Terms, IsStrict(cpu.Definition)).Verdict;
    }

    private static bool IsStrict(CpuDefinition cpu) => cpu is { Type: CpuType.Guest, Match: CpuMatch.Strict };

    /// <summary>Steps 5 to 7 of cpu-rules.md 4.1: bits against bits, nothing allocated.</summary>
    private static Mismatch Match(in FeatureSet offered, in X86Terms terms, bool strict)
    {
        Mismatch mismatch = default;
        mismatch.Forbidden = terms.Forbidden & offered;
        if (!mismatch.Forbidden.IsEmpty)
        {
            mismatch.Verdict = CpuVerdict.Incompatible;
            return mismatch;
        }

        mismatch.Missing = terms.Needs - offered;
        if (!mismatch.Missing.IsEmpty)
        {
            mismatch.Verdict = CpuVerdict.Incompatible;
            return mismatch;
        }

        mismatch.Extra = offered - terms.Mentions;
        if (mismatch.Extra.IsEmpty)
        {
            mismatch.Verdict = CpuVerdict.Identical;
            return mismatch;
        }

        mismatch.Verdict = strict ? CpuVerdict.Incompatible : CpuVerdict.Superset;
        return mismatch;
    }

    /// <summary>
    /// Which of the unknown features could turn the verdict (cpu-rules.md 5.6). Nothing can turn a refusal to which a known
    /// feature contributes, nor one whose cure (a missing feature turning up) is forbidden itself.
    /// </summary>
    private ImmutableArray<CpuReason> FindUndecided(in FeatureSet offered, in FeatureSet unknown, in X86Bits asked, CpuDefinition cpu)
    {
        X86Terms terms = new(asked);
        FeatureSet missing = terms.Needs - offered;
        bool strict = IsStrict(cpu);
        bool settled = terms.Forbidden.Overlaps(offered) || !unknown.Covers(missing) || missing.Overlaps(terms.Forbidden)
            || (strict && !(offered - terms.Mentions).IsEmpty);
        if (settled)
        {
            return [];
        }

        FeatureSet deciding = missing | (terms.Forbidden & unknown);
        if (strict)
        {
            deciding |= unknown - terms.Mentions;
        }

        return Reasons(CpuRule.UnknownFeatureState, deciding, cpu, asked);
    }

    // A host definition is a processor; what a hypervisor can give is a guest definition, and has all that it gives.
    private FeatureSet GivenBeside(CpuDefinition host, CpuDefinition cpu, in FeatureSet offered) =>
        host.Type == CpuType.Host && cpu.Type == CpuType.Guest ? KvmWithheld.GivenBeside(_map, offered) : default;

    private ImmutableArray<CpuReason> Explain(in Mismatch mismatch, CpuDefinition cpu, in X86Bits asked, in FeatureSet given) =>
    [
        .. Reasons(CpuRule.ForbiddenFeatureProvided, mismatch.Forbidden, cpu, asked),
        .. Reasons(CpuRule.RequiredFeatureMissing, mismatch.Missing, cpu, asked, given),
        .. Reasons(CpuRule.ExtraFeature, mismatch.Extra, cpu, asked),
    ];

    /// <summary>A reason a feature, in map order, with who asked for it.</summary>
    private ImmutableArray<CpuReason> Reasons(
        CpuRule rule, in FeatureSet features, CpuDefinition cpu, in X86Bits asked, in FeatureSet given = default)
    {
        ImmutableArray<CpuReason>.Builder reasons = ImmutableArray.CreateBuilder<CpuReason>();
        foreach (int feature in features)
        {
            string name = _map.FeatureName(feature);
            int named = cpu.Features.IndexOf(name);
            reasons.Add(new CpuReason(rule, name)
            {
                Coordinate = _map.Coordinate(feature),
                Policy = named < 0 ? null : cpu.Features[named].Policy,
                Model = asked.Model.Contains(feature) ? cpu.Model : null,
                Side = CpuType.Host,
                IsGivenByHypervisor = given.Contains(feature),
            });
        }

        return reasons.ToImmutable();
    }

    private FeatureSet SetOf(IEnumerable<string> names) => _map.SetOf(names);

    /// <summary>The outcome of <see cref="Match"/>; of an incompatible one, at most one of the sets is not empty.</summary>
    private struct Mismatch
    {
        public CpuVerdict Verdict;
        public FeatureSet Forbidden;
        public FeatureSet Missing;
        public FeatureSet Extra;
    }
}
