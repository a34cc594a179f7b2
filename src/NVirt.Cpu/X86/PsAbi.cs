using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>The x86-64 micro-architecture levels that compilers and distributions build for (System V psABI, section 3.1.1).</summary>
public enum PsAbiLevel
{
    /// <summary>Not even the first level.</summary>
    None,
    /// <summary>x86-64-v1, the baseline.</summary>
    V1,
    /// <summary>x86-64-v2.</summary>
    V2,
    /// <summary>x86-64-v3.</summary>
    V3,
    /// <summary>x86-64-v4.</summary>
    V4,
}

/// <summary>The level that a CPU reaches.</summary>
/// <param name="Level">The highest level whose features are all present.</param>
/// <param name="MissingForNext">The map's names of the further features that the next level needs; empty at the highest level.</param>
public sealed record PsAbiReport(PsAbiLevel Level, ImmutableArray<string> MissingForNext);

/// <summary>Determines the level from features. Safe for concurrent use.</summary>
public static class PsAbi
{
    // With the map's names: pni is SSE3, abm is LZCNT. The operating system sets the psABI's OSXSAVE; XSAVE is the processor's part.
    private static readonly string[][] Levels =
    [
        ["cmov", "cx8", "fpu", "fxsr", "mmx", "sse", "sse2", "lm", "syscall"],
        ["cx16", "lahf_lm", "popcnt", "pni", "ssse3", "sse4.1", "sse4.2"],
        ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"],
        ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"],
    ];

    /// <summary>The level that a processor with these features reaches.</summary>
    public static PsAbiReport Of(X86Map map, in FeatureSet features)
    {
        for (int level = 0; level < Levels.Length; level++)
        {
            ImmutableArray<string> missing = Missing(map, features, Levels[level]);
            if (!missing.IsEmpty)
            {
                return new PsAbiReport((PsAbiLevel)level, missing);
            }
        }

        return new PsAbiReport(PsAbiLevel.V4, []);
    }

    private static ImmutableArray<string> Missing(X86Map map, FeatureSet features, string[] needed) =>
        [.. needed.Where(n => map.FindFeature(n) is var place && (place < 0 || !features.Contains(place)))];
}
