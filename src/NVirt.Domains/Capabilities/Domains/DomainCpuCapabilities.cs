using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>Which CPUs domains can have: one property for each mode.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainCpuCapabilities
{
    /// <summary>What <c>migratable</c> may be in mode host-passthrough; <see langword="null"/> if the mode is not supported.</summary>
    public ImmutableArray<bool>? HostPassthrough { get; init; }

    /// <summary>What <c>migratable</c> may be in mode maximum; <see langword="null"/> if the mode is not supported.</summary>
    public ImmutableArray<bool>? Maximum { get; init; }

    /// <summary>The CPU of mode host-model; <see langword="null"/> if the mode is not supported.</summary>
    public CpuDefinition? HostModel { get; init; }

    /// <summary>The models of mode custom; empty if the mode is not supported.</summary>
    public ImmutableArray<DomainCpuModel> Custom { get; init; } = [];
}

/// <summary>A model that domains can name.</summary>
/// <param name="Name">Its name.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainCpuModel(string Name)
{
    /// <summary>
    /// Whether it can be used on this host without disabling features; <see langword="null"/> if the hypervisor does not say.
    /// </summary>
    public bool? IsUsable { get; init; }

    /// <summary>Whether the hypervisor calls it deprecated.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Its vendor, <c>unknown</c> if it has none; <see langword="null"/> if the document does not say.</summary>
    public string? Vendor { get; init; }

    /// <summary>The versioned name that this name stands for, or <see langword="null"/>.</summary>
    public string? Canonical { get; init; }

    /// <summary>Features that would have to be disabled.</summary>
    public ImmutableArray<string> Blockers { get; init; } = [];
}
