using System.Collections.Immutable;

namespace NVirt.Cpu.Probe;

/// <summary>A CPU model that a QEMU binary defines (hypervisors.md 1.4).</summary>
/// <param name="Name">Its name.</param>
public sealed record QemuCpuModel(string Name)
{
    /// <summary>The name of its type, to which machines refer, or <see langword="null"/>.</summary>
    public string? TypeName { get; init; }

    /// <summary>
    /// Features without which it can not be had here, by the map's names; empty if it can, <see langword="null"/> if QEMU does not say.
    /// </summary>
    public ImmutableArray<string>? Blockers { get; init; }

    /// <summary>Whether QEMU's authors advise against it.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Whether a guest can have it here; <see langword="null"/> if QEMU does not say.</summary>
    public bool? IsUsable => Blockers is { } blockers ? blockers.IsEmpty : null;
}
