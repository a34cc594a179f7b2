using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.VMware;

/// <summary>
/// Answers which modes of Enhanced vMotion Compatibility hosts support, using the nearest models of the map (hypervisor-rules.md 6.3): a
/// host supports a mode if it can run a guest of that model. Safe for use by several threads.
/// </summary>
public static class Evc
{
    /// <summary>Judges every mode of the host's vendor.</summary>
    /// <param name="host">The host; facts that are unknown make answers undecided.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">The host names an unknown model or feature (unknown name), or no model fits its raw data
    /// (internal).</exception>
    public static EvcHost Judge(CpuSource host, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        map ??= CpuMap.Default;
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, map);
        CpuDefinition definition = host.ToDefinition(map);
        return new EvcHost(host, [.. EvcMode.Chain(VmxVendor.Of(definition, map)).Select(Answer)]);

        EvcAnswer Answer(EvcMode mode)
        {
            CpuComparison comparison = driver.Compare(definition, mode.Definition, host.Unknown);
            return new EvcAnswer(mode, comparison.Verdict == CpuVerdict.Error ? comparison.ThrowIfRefused() : comparison);
        }
    }

    /// <summary>Finds the highest mode that all hosts support.</summary>
    /// <param name="hosts">The hosts, at least one.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">
    /// There is no host (invalid argument), a host names an unknown model or feature (unknown name), or the hosts are of several vendors,
    /// because each mode belongs to one vendor (operation failed).
    /// </exception>
    public static EvcCluster Cluster(IReadOnlyList<CpuSource> hosts, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        if (hosts.Count == 0)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Messages.Evc_NoHosts);
        }

        map ??= CpuMap.Default;
        CpuSource[] decoded = [.. hosts.Select(h => h with { Definition = h.ToDefinition(map) })];
        RequireOneVendor(decoded, map);
        ImmutableArray<EvcHost> judged = [.. decoded.Select(h => Judge(h, map))];
        EvcAnswer[][] modes = [.. Enumerable.Range(0, judged[0].Answers.Length).Select(i => judged.Select(h => h.Answers[i]).ToArray())];
        int greatest = Array.FindLastIndex(modes, answers => Array.TrueForAll(answers, a => a.IsAdmitted));
        return new EvcCluster(
            judged,
            greatest < 0 ? null : modes[greatest][0].Mode,
            [
                .. modes[(greatest + 1)..]
                    .Where(answers => Array.TrueForAll(answers, a => a.IsAdmitted || a.IsUndecided))
                    .Select(answers => answers[0].Mode),
            ]);
    }

    private static void RequireOneVendor(CpuSource[] hosts, CpuMap map)
    {
        string? first = VmxVendor.Of(hosts[0].Definition!, map);
        if (Array.Find(hosts, h => VmxVendor.Of(h.Definition!, map) != first) is { Definition: { } other })
        {
            CpuReason reason = new(CpuRule.VendorsDiffer, other.Model) { Expected = first, Actual = VmxVendor.Of(other, map) };
            throw new CpuException(CpuErrorKind.OperationFailed, reason);
        }
    }
}
