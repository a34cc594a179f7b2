namespace NVirt.Cpu.Judging;

/// <summary>What hosts decide of a guest's CPU, where they are known well enough.</summary>
public static class CpuDecisions
{
    /// <summary>The guest with what is left open decided: optional features, minimum, host-model.</summary>
    /// <param name="driver">The driver of both.</param>
    /// <param name="guest">The guest.</param>
    /// <param name="host">The host, decoded.</param>
    /// <param name="migratable">Whether only what migrates counts.</param>
    /// <exception cref="CpuException">The host does not tell whether it has one of the optional features (undecided), or the driver
    /// refuses.</exception>
    public static CpuDefinition Update(CpuDriver driver, CpuDefinition guest, CpuSource host, bool migratable)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(host);
        RequireKnown(driver.Map, guest, host);
        return driver.Update(guest, migratable ? driver.CopyMigratable(host.Definition!) : host.Definition!);
    }

    /// <summary>The CPU that a guest would get.</summary>
    /// <param name="driver">The driver of both.</param>
    /// <param name="guest">The guest.</param>
    /// <param name="host">The host, decoded.</param>
    /// <param name="models">The models that may be chosen; <see langword="null"/> for all.</param>
    /// <exception cref="CpuException">What the host does not tell decides (undecided), or the driver refuses.</exception>
    public static CpuDefinition Guest(CpuDriver driver, CpuDefinition guest, CpuSource host, CpuModelList? models = null)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(host);
        CpuComparison comparison = driver.Compare(host.Definition, driver.ConvertLegacy(guest), host.Unknown);
        if (comparison.Undecided.Length > 0)
        {
            string message = new CpuRefusal(CpuErrorKind.Incompatible, comparison.Undecided).Message;
            throw new CpuException(new CpuRefusal(CpuErrorKind.Undecided, comparison.Undecided)).At(message);
        }

        RequireKnown(driver.Map, guest, host);
        return driver.Guest(host.Definition!, guest, models);
    }

    /// <summary>The best CPU that all can run, without what no hypervisor is ever told.</summary>
    /// <param name="driver">The driver of all.</param>
    /// <param name="cpus">The CPUs, decoded.</param>
    /// <param name="options">What may be chosen; what is not known of the CPUs is added to it.</param>
    /// <param name="expand">Whether all features are spelled out.</param>
    /// <param name="more">What hypervisors give, besides; <see langword="null"/> for nothing.</param>
    /// <exception cref="CpuException">There is none, or a name is unknown.</exception>
    public static CpuDefinition Baseline(
        CpuDriver driver, IReadOnlyList<CpuSource> cpus, CpuBaselineOptions options, bool expand, IEnumerable<CpuDefinition>? more = null)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(cpus);
        ArgumentNullException.ThrowIfNull(options);
        CpuDefinition baseline = driver.Baseline(
            [.. cpus.Select(c => c.Definition!), .. more ?? []], options with { Unknown = driver.Advanced.PossibleFeatures(cpus) });

        // As libvirt's own baseline: what is never passed to a hypervisor is left out before features are spelled out.
        baseline = driver.Advanced.DropNeverPassed(baseline);
        return expand ? driver.ExpandFeatures(baseline) : baseline;
    }

    // Refuses to decide an optional feature of which the host says nothing.
    private static void RequireKnown(CpuMap map, CpuDefinition guest, CpuSource host)
    {
        CpuReason[] open =
        [
            .. guest.Features.Where(f => f.Policy == CpuPolicy.Optional && host.Unknown.Contains(f.Name, StringComparer.Ordinal))
            .Select(f =>
                new CpuReason(CpuRule.UnknownFeatureState, f.Name) { Coordinate = map.FindFeature(f.Name)?.Coordinate,
                    Policy = f.Policy, Side = CpuType.Host }),
        ];
        if (open.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Undecided, [.. open]));
        }
    }
}
