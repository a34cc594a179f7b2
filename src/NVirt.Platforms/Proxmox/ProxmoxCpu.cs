using System.Collections.Immutable;

namespace NVirt.Platforms.Proxmox;

/// <summary>The settings of a VM's CPU, or of a custom model; what is not set is <see langword="null"/>. Immutable.</summary>
internal sealed record ProxmoxCpu
{
    /// <summary>The model of a VM, or the name of a custom model.</summary>
    public string? Type { get; init; }

    public string? ReportedModel { get; init; }

    public ImmutableArray<ProxmoxFlag> Flags { get; init; } = [];

    public bool? Hidden { get; init; }

    public string? HvVendorId { get; init; }

    /// <summary>A number, or host.</summary>
    public string? PhysBits { get; init; }

    public string? GuestPhysBits { get; init; }

    public string? Level { get; init; }

    /// <summary>The line where it begins.</summary>
    public int Line { get; init; }
}
