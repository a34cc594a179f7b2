namespace NVirt.Cpu;

/// <summary>What a baseline may contain.</summary>
public sealed record CpuBaselineOptions
{
    /// <summary>The models that may be chosen; <see langword="null"/> for all.</summary>
    public CpuModelList? Models { get; init; }

    /// <summary>The features that may be used, unknown names ignored; <see langword="null"/> for all.</summary>
    public IReadOnlyCollection<string>? Features { get; init; }

    /// <summary>
    /// Names of features of which it is not known whether all CPUs have them; <see langword="null"/> for none. They are not in the result,
    /// and no model is chosen that has one of them: its absence would have to be said, and is not known.
    /// </summary>
    public IReadOnlyCollection<string>? Unknown { get; init; }

    /// <summary>Whether features that do not migrate are left out.</summary>
    public bool Migratable { get; init; }

    /// <summary>Whether features that no guest of KVM gets are left out; see <see cref="CpuDriver.WithheldFeatures"/>.</summary>
    public bool ForGuests { get; init; }
}
