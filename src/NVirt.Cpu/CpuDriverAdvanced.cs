using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>
/// What a hypervisor's driver needs from a CPU driver apart from libvirt's operations: definitions resolved once, and facts about single
/// features. Returned by <see cref="CpuDriver.Advanced"/>. Stateless, and safe for use by several threads.
/// </summary>
public sealed class CpuDriverAdvanced
{
    private readonly CpuDriver _driver;

    internal CpuDriverAdvanced(CpuDriver driver) => _driver = driver;

    /// <summary>Whether the architecture has its own rules for CPUs; if not, a CPU is only a name.</summary>
    public bool HasRules => _driver.HasRules;

    /// <summary>Resolves the names of a definition once, for many comparisons or for baselines of many.</summary>
    /// <exception cref="CpuException">A model or feature is unknown (unknown name).</exception>
    public ResolvedCpu Resolve(CpuDefinition cpu) => _driver.Resolve(cpu);

    /// <summary>Only the verdict, for definitions from <see cref="Resolve"/>. On x86 nothing is allocated.</summary>
    public CpuVerdict Compare(ResolvedCpu host, ResolvedCpu cpu) => _driver.Compare(host, cpu);

    /// <summary>
    /// The best CPU that all can run, for definitions from <see cref="Resolve"/>; on x86 a step allocates nothing.
    /// </summary>
    /// <exception cref="CpuException">There is none (operation failed), or a CPU has no model (invalid argument).</exception>
    public CpuDefinition Baseline(IReadOnlyList<ResolvedCpu> cpus, CpuBaselineOptions? options = null) => _driver.Baseline(cpus, options);

    /// <summary>
    /// Features that every one of the CPUs may have and that is unknown for at least one of them: no baseline may depend on them.
    /// </summary>
    /// <param name="cpus">The CPUs, with definitions or raw data.</param>
    /// <returns>Names in map order, for <see cref="CpuBaselineOptions.Unknown"/>; empty if all is known.</returns>
    /// <exception cref="CpuException">
    /// A model or feature is unknown to the map (unknown name), raw data cannot be decoded, or the CPUs are of different architectures
    /// (operation failed).
    /// </exception>
    public IReadOnlyList<string> PossibleFeatures(IReadOnlyList<CpuSource> cpus) => _driver.PossibleFeatures(cpus);

    /// <summary>
    /// Compares when the hypervisor reports that a model has blockers (cpu-rules.md 4.1, "unusable-model comparison"): every blocker that
    /// the CPU does not disable, and every required feature that the host lacks, makes it incompatible.
    /// </summary>
    /// <param name="host">What the hypervisor can provide, usually its host model.</param>
    /// <param name="cpu">The guest's definition.</param>
    /// <param name="blockers">The features that block the guest's model.</param>
    /// <exception cref="CpuException">The host cannot be expanded.</exception>
    public CpuComparison CompareUnusable(CpuDefinition host, CpuDefinition cpu, IEnumerable<string> blockers)
    {
        HashSet<string> offered = new(StringComparer.Ordinal);
        foreach (CpuFeature feature in _driver.ExpandFeatures(host).Features.AsSpan())
        {
            if (feature.Policy is null or CpuPolicy.Require)
            {
                offered.Add(feature.Name);
            }
        }

        ImmutableArray<CpuReason>.Builder reasons = ImmutableArray.CreateBuilder<CpuReason>();
        foreach (string blocker in blockers)
        {
            int place = cpu.Features.IndexOf(blocker);
            if (place < 0 || cpu.Features[place].Policy != CpuPolicy.Disable)
            {
                reasons.Add(Reason(CpuRule.BlockedFeature, blocker) with { Model = cpu.Model });
            }
        }

        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            if (feature.Policy == CpuPolicy.Require && !offered.Contains(feature.Name))
            {
                reasons.Add(Reason(CpuRule.RequiredFeatureMissing, feature.Name) with { Policy = feature.Policy });
            }
        }

        return reasons.Count == 0 ? new CpuComparison(CpuVerdict.Superset) : CpuComparison.Incompatible(reasons.ToImmutable());
    }

    /// <summary>
    /// Whether a partial check of this CPU compares with the host's features instead of using the hypervisor's list of blockers.
    /// </summary>
    /// <exception cref="CpuException">The model is unknown (unknown name; x86 only).</exception>
    public bool UsesCompatibilityCheck(CpuDefinition cpu) => _driver.UsesCompatibilityCheck(cpu);

    /// <summary>
    /// Refuses a guest that forbids a feature that the host lists; only names count, models are not expanded (cpu-rules.md 4.1).
    /// </summary>
    /// <exception cref="CpuException">A forbidden feature is listed (incompatible).</exception>
    public void CheckForbidden(CpuDefinition cpu, CpuDefinition host)
    {
        ImmutableArray<CpuReason>.Builder reasons = ImmutableArray.CreateBuilder<CpuReason>();
        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            int place = feature.Policy == CpuPolicy.Forbid ? host.Features.IndexOf(feature.Name) : -1;
            if (place >= 0 && host.Features[place].Policy != CpuPolicy.Disable)
            {
                reasons.Add(Reason(CpuRule.ForbiddenFeatureProvided, feature.Name) with { Policy = feature.Policy });
            }
        }

        if (reasons.Count > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Incompatible, reasons.ToImmutable()));
        }
    }

    /// <summary>Features of a guest's definition that KVM gives no guest, whatever the processor has.</summary>
    /// <returns>Names in map order; empty if the architecture has no such list.</returns>
    /// <exception cref="CpuException">A model or feature is unknown (unknown name).</exception>
    public IReadOnlyList<string> WithheldFeatures(CpuDefinition cpu) => _driver.WithheldFeatures(cpu);

    /// <summary>Features that hypervisors add to a model although its definition does not list them.</summary>
    /// <exception cref="CpuException">The model is unknown (invalid argument).</exception>
    public IReadOnlyList<string> AddedFeatures(string model) => _driver.AddedFeatures(model);

    /// <summary>The definition without features that are never passed to a hypervisor that takes names (cpu-rules.md 3.4).</summary>
    public CpuDefinition DropNeverPassed(CpuDefinition cpu) => _driver.DropNeverPassed(cpu);

    /// <summary>Whether a feature is never passed to a hypervisor that takes names (cpu-rules.md 3.4).</summary>
    public bool IsNeverPassed(string feature) => _driver.IsNeverPassed(feature);

    /// <summary>
    /// Whether a guest wants several threads per core and will see as many cores instead: on AMD processors the feature
    /// <c>topoext</c>
    /// reports threads, and QEMU provides it only with its EPYC models or on request.
    /// </summary>
    /// <param name="cpu">The guest's definition.</param>
    /// <param name="hostVendor">The vendor of the host, used if the definition names no model; <see langword="null"/> if
    /// unknown.</param>
    public bool HidesThreads(CpuDefinition cpu, string? hostVendor) => _driver.HidesThreads(cpu, hostVendor);

    /// <summary>Whether a feature's bit is in an MSR rather than in CPUID.</summary>
    public bool IsMsrFeature(string feature) => _driver.IsMsrFeature(feature);

    /// <summary>Data with exactly these features; unknown names are left out.</summary>
    public CpuData DataOf(IEnumerable<string> features) => _driver.DataOf(features);

    /// <summary>Whether an update changes the guest with the help of a host (cpu-rules.md 4.2, "relative").</summary>
    public static bool IsRelative(CpuDefinition guest)
    {
        ArgumentNullException.ThrowIfNull(guest);
        return CpuDriver.IsRelative(guest);
    }

    private CpuReason Reason(CpuRule rule, string feature) =>
        new(rule, feature) { Coordinate = _driver.Map.FindFeature(feature, _driver.Arch)?.Coordinate, Side = CpuType.Host };
}
