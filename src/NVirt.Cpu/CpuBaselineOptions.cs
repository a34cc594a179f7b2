namespace NVirt.Cpu;

/// <summary>What a baseline may contain. Immutable; the default is what libvirt does without flags.</summary>
public sealed record CpuBaselineOptions
{
    /// <summary>The models that may be chosen; <see langword="null"/> for all.</summary>
    public CpuModelList? Models { get; init; }

    /// <summary>The features that may be used, unknown names ignored; <see langword="null"/> for all.</summary>
    public IReadOnlyCollection<string>? Features { get; init; }

    /// <summary>
    /// Names of features that are not known to be present on all CPUs; <see langword="null"/> for none. They are not in the result,
    /// and no model with one of them is chosen: it would have to be listed as absent, which is not known.
    /// </summary>
    public IReadOnlyCollection<string>? Unknown { get; init; }

    /// <summary>Whether features that do not migrate are left out.</summary>
    public bool Migratable { get; init; }

    /// <summary>Whether features that KVM gives no guest are left out; see <see cref="CpuDriverAdvanced.WithheldFeatures"/>.</summary>
    public bool ForGuests { get; init; }
}
