using NVirt.Qemu.Replies;

namespace NVirt.Qemu.Capabilities;

/// <summary>A machine that a QEMU binary can emulate (<c>query-machines</c>).</summary>
/// <param name="Name">Its name, for example <c>pc-q35-7.2</c>.</param>
public sealed record QemuMachine(string Name)
{
    /// <summary>Its alias, for example <c>q35</c>, or <see langword="null"/>.</summary>
    public string? Alias { get; init; }

    /// <summary>How many virtual CPUs it may have; 0 if QEMU does not say.</summary>
    public int MaxCpus { get; init; }

    /// <summary>The <see cref="QemuCpuModel.TypeName"/> of its default model, or <see langword="null"/>.</summary>
    public string? DefaultCpuType { get; init; }

    /// <summary>The name of its memory object (<c>default-ram-id</c>), or <see langword="null"/>.</summary>
    public string? DefaultRamId { get; init; }

    /// <summary>Whether virtual CPUs can be added while it runs.</summary>
    public bool HasHotpluggableCpus { get; init; }

    /// <summary>Whether it is the default machine.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it is deprecated.</summary>
    public bool IsDeprecated { get; init; }
}
