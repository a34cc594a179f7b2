using NVirt.Xml;

namespace NVirt.Fleet.Freezes;

/// <summary>What is wrong with frozen baselines.</summary>
/// <param name="File">The file.</param>
/// <param name="Text">What is wrong, in the user's language.</param>
public sealed record ChainProblem(string File, string Text);

/// <summary>Checks frozen baselines against each other: each version names the digest of the one before (fleet-rules.md 9).</summary>
public static class BaselineChain
{
    /// <summary>What is wrong; nothing if all is well.</summary>
    /// <param name="baselines">Files with what is in them, in any order.</param>
    /// <param name="isWhole">Whether these are all that there are, so that each chain begins with version 1.</param>
    public static IEnumerable<ChainProblem> Check(
        IReadOnlyList<(string File, FrozenBaseline Baseline)> baselines, bool isWhole = true)
    {
        ArgumentNullException.ThrowIfNull(baselines);
        foreach (IGrouping<string, (string File, FrozenBaseline Baseline)> chain in
            baselines.GroupBy(b => b.Baseline.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            FrozenBaseline? before = null;
            foreach ((string file, FrozenBaseline baseline) in
                chain.OrderBy(b => b.Baseline.Version).ThenBy(b => b.File, StringComparer.Ordinal))
            {
                if (Problem(before, baseline, isWhole) is { } problem)
                {
                    yield return new ChainProblem(file, problem);
                }

                before = baseline;
            }
        }
    }

    private static string? Problem(FrozenBaseline? before, FrozenBaseline baseline, bool isWhole) => before is null
        ? baseline.Version < 1 || (baseline.Version == 1) != (baseline.Previous is null) || (isWhole && baseline.Version > 1)
            ? Text.Of(Messages.Freeze_First, baseline.Version) : null
        : baseline.Version == before.Version ? Text.Of(Messages.Freeze_Twice, baseline.Version)
        : baseline.Version != before.Version + 1 ? Text.Of(Messages.Freeze_Gap, before.Version, baseline.Version)
        : baseline.Previous != before.Digest ? Text.Of(Messages.Freeze_Broken, baseline.Version, before.Version) : null;
}
