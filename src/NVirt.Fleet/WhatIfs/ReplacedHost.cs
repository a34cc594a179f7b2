using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.WhatIfs;

/// <summary>A host of which one truth was read anew: what better truths said of it before holds as far as it can.</summary>
internal static class ReplacedHost
{
    /// <summary>The statements then, the best truth first.</summary>
    /// <param name="old">What was known.</param>
    /// <param name="now">What was read.</param>
    public static ImmutableArray<CpuStatement> Of(ImmutableArray<CpuStatement> old, ImmutableArray<CpuStatement> now)
    {
        CpuStatement? physical = now.FirstOrDefault(s => s.Truth == StatementTruth.Physical);
        CpuStatement? before = old.FirstOrDefault(s => s.Truth == StatementTruth.Physical);
        IEnumerable<CpuStatement> kept = old.Where(o => !now.Any(n => n.Truth == o.Truth));
        return [.. HostDetails.BestFirst(now.Concat(physical is null ? kept : kept.Select(k => After(k, before, physical))))];
    }

    // What the processor lost nobody gives. Whether what it gained is given is open, and so is what is given of a processor that nobody
    // had read.
    private static CpuStatement After(CpuStatement kept, CpuStatement? before, CpuStatement now)
    {
        StatementBits bits = kept.Bits;
        if (bits.Space != now.Bits.Space)
        {
            return kept;
        }

        FeatureSet had = before?.Bits.YesSet ?? bits.YesSet;
        FeatureSet lost = before is null ? default : had & now.Bits.NoSet;
        FeatureSet open = (bits.YesSet & (had - now.Bits.YesSet - lost)) | (bits.NoSet & (now.Bits.YesSet - had));
        FeatureSet yes = bits.YesSet - lost - open;
        FeatureSet no = (bits.NoSet | lost) - open;
        return yes == bits.YesSet && no == bits.NoSet ? kept
            : kept with { Bits = new StatementBits(bits.Space, yes, no), Definition = null };
    }
}
