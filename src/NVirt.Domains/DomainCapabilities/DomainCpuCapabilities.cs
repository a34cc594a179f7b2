using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>Which CPUs domains can have, a part a mode.</summary>
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
public sealed record DomainCpuModel(string Name)
{
    /// <summary>Whether it can be had on this host without disabling features; <see langword="null"/> if the hypervisor does not say.</summary>
    public bool? IsUsable { get; init; }

    /// <summary>Whether the hypervisor's authors advise against it.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Its vendor, <c>unknown</c> for one without; <see langword="null"/> if the document does not say.</summary>
    public string? Vendor { get; init; }

    /// <summary>The name of the version that it stands for, or <see langword="null"/>.</summary>
    public string? Canonical { get; init; }

    /// <summary>Features that would have to be disabled.</summary>
    public ImmutableArray<string> Blockers { get; init; } = [];
}
