using System.Collections.Immutable;

namespace NVirt.Qemu.Replies;

/// <summary>A CPU model that a QEMU binary defines (hypervisor-rules.md 1.4).</summary>
/// <param name="Name">Its name.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuCpuModel(string Name)
{
    /// <summary>The name of its type, used by machines, or <see langword="null"/>.</summary>
    public string? TypeName { get; init; }

    /// <summary>
    /// Features that block it here, by the map's names; empty if it is usable, <see langword="null"/> if QEMU does not say.
    /// </summary>
    public ImmutableArray<string>? Blockers { get; init; }

    /// <summary>Whether it is deprecated.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>Whether a guest can have it here; <see langword="null"/> if QEMU does not say.</summary>
    public bool? IsUsable => Blockers is { } blockers ? blockers.IsEmpty : null;
}
