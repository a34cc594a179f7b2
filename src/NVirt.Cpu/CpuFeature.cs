namespace NVirt.Cpu;

/// <summary>One feature of a definition.</summary>
/// <param name="Name">The feature's name, as in the CPU map; not checked against it.</param>
/// <param name="Policy">What the guest wants of it; <see langword="null"/> in host definitions.</param>
public readonly record struct CpuFeature(string Name, CpuPolicy? Policy = null)
{
    /// <inheritdoc/>
    public override string ToString() => Policy is { } policy ? $"{Name}:{CpuWords.Of(policy)}" : Name;
}
