using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.HostModels;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>The CPU of a guest that is about to run: compares what was promised with what QEMU built (hypervisor-rules.md 5.3).</summary>
internal static class LiveCpu
{
    private const string Invariant = "invtsc";
    private const string Unhalt = "kvm_pv_unhalt";
    private const string Threads = "ht";

    /// <summary>Checks, and determines what the guest has.</summary>
    /// <param name="driver">The rules of the architecture.</param>
    /// <param name="domain">The domain as it was started.</param>
    /// <param name="configured">The CPU as it was configured, for what the user named.</param>
    /// <param name="built">What QEMU built.</param>
    /// <param name="lacks">Finds out who lacks a feature that QEMU left out.</param>
    /// <param name="warn">Gets warnings about harmless differences.</param>
    /// <returns>The CPU that the guest has; <see langword="null"/> if the domain has none.</returns>
    /// <exception cref="CpuException">The guest would not get what it was promised.</exception>
    public static CpuDefinition? Check(
        CpuDriver driver, DomainDefinition domain, CpuDefinition? configured, BuiltCpu built, FeatureLack lacks, Action<string> warn)
    {
        RequireSwitches(domain.Features, built, warn);
        if (domain.Cpu is not { } cpu || cpu is { Mode: CpuMode.Custom, Model: null })
        {
            return domain.Cpu;
        }

        built = WithoutSilentThreads(driver, cpu, built);
        List<CpuReason> reasons = CpuPromise.IsMade(configured) ? [.. CpuPromise.Broken(driver, configured!, built)] : [];
        CpuErrorKind kind = CpuErrorKind.Incompatible;
        CpuDefinition? live = null;
        try
        {
            live = driver.UpdateLive(cpu, driver.Advanced.DataOf(built.Enabled), driver.Advanced.DataOf(built.Unavailable));
        }
        catch (CpuException e)
        {
            // All problems are reported at once, and each feature once.
            kind = reasons.Count > 0 ? kind : e.Kind;
            reasons.AddRange(e.Refusal.Reasons.ExceptBy(reasons.Select(r => r.Subject), r => r.Subject));
        }

        if (reasons.Count > 0)
        {
            throw new CpuException(lacks.Tell(new CpuRefusal(kind, [.. reasons])));
        }

        if (cpu.Features.Any(f => f is { Name: Invariant, Policy: CpuPolicy.Require or CpuPolicy.Force })
            && !built.Enabled.Contains(Invariant))
        {
            throw Unsupported(Text.Of(Messages.Guest_SwitchMissing, Invariant));
        }

        return live is null ? cpu : live with { Check = CpuCheck.Full };
    }

    /// <summary>Requested switches that are not processor features, by the map's names.</summary>
    public static IEnumerable<string> SwitchesOf(DomainFeatures features) =>
    [
        .. features.PvSpinlock == true ? [Unhalt] : Array.Empty<string>(),
        .. features.HyperV is { Mode: HyperVMode.Custom } hyperV ? Expected(hyperV).Select(e => e.Name) : [],
    ];

    // In a package of several processors the guest has ht whatever was asked for; QEMU says so since 10.0. What a guest got from an older
    // one is the same, and no reason to refuse it.
    private static BuiltCpu WithoutSilentThreads(CpuDriver driver, CpuDefinition cpu, BuiltCpu built)
    {
        bool isSilent = cpu.Check == CpuCheck.Full
            && cpu.Topology is { Dies: > 1 } or { Clusters: > 1 } or { Cores: > 1 } or { Threads: > 1 }
            && built.Enabled.Contains(Threads) && !driver.HasFeature(cpu, Threads);
        return isSilent ? built with { Enabled = built.Enabled.Remove(Threads) } : built;
    }

    private static void RequireSwitches(DomainFeatures features, BuiltCpu built, Action<string> warn)
    {
        if (features.PvSpinlock == true && !built.Enabled.Contains(Unhalt))
        {
            throw Unsupported(Text.Of(Messages.Guest_SwitchMissing, "pvspinlock"));
        }

        if (features.HyperV is not { Mode: HyperVMode.Custom } hyperV)
        {
            return;
        }

        foreach ((HyperVFeature feature, string name) in Expected(hyperV))
        {
            if (built.Enabled.Contains(name))
            {
                continue;
            }

            string missing = Text.Of(Messages.Guest_SwitchMissing, name);
            if (feature is not (HyperVFeature.Relaxed or HyperVFeature.Vapic))
            {
                throw Unsupported(missing);
            }

            warn(missing);
        }
    }

    private static IEnumerable<(HyperVFeature Feature, string Name)> Expected(HyperVFeatures features)
    {
        foreach (HyperVFeature feature in Enum.GetValues<HyperVFeature>().Where(features.IsOn))
        {
            if (feature is HyperVFeature.Spinlocks or HyperVFeature.VendorId)
            {
                continue;
            }

            string name = "hv-" + HyperVFeatures.Names[(int)feature];
            yield return (feature, name);
            if (feature == HyperVFeature.Stimer && features.StimerDirect == true)
            {
                yield return (feature, name + "-direct");
            }

            if (feature == HyperVFeature.TlbFlush && features.TlbFlushDirect == true)
            {
                yield return (feature, name + "-direct");
            }

            if (feature == HyperVFeature.TlbFlush && features.TlbFlushExtended == true)
            {
                yield return (feature, name + "-ext");
            }
        }
    }

    private static CpuException Unsupported(string text) => new(CpuErrorKind.Unsupported, new CpuReason(CpuRule.Malformed, text));
}
