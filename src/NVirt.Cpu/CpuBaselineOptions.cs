namespace NVirt.Cpu;

/// <summary>What a baseline may contain.</summary>
public sealed record CpuBaselineOptions
{
    /// <summary>The models that may be chosen; <see langword="null"/> for all.</summary>
    public CpuModelList? Models { get; init; }

    /// <summary>The features that may be used, unknown names ignored; <see langword="null"/> for all.</summary>
    public IReadOnlyCollection<string>? Features { get; init; }

    /// <summary>Whether features that do not migrate are left out.</summary>
    public bool Migratable { get; init; }
}
