using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>The guests of one architecture that an emulator can run (<c>guest</c> in capabilities).</summary>
/// <param name="Arch">The architecture of the guests.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record GuestCapabilities(CpuArchitecture Arch)
{
    /// <summary>What kind of system runs inside: <c>hvm</c> for an unmodified one, which is the default.</summary>
    public string OsType { get; init; } = "hvm";

    /// <summary>Bits of a word: 31, 32 or 64. Default: those of the architecture.</summary>
    public int WordSize { get; init; } = Is64Bit(Arch) ? 64 : 32;

    /// <summary>The path of the emulator, or <see langword="null"/>.</summary>
    public string? Emulator { get; init; }

    /// <summary>The path of the boot loader, or <see langword="null"/>.</summary>
    public string? Loader { get; init; }

    /// <summary>The machines that the emulator knows, in its order.</summary>
    public ImmutableArray<GuestMachine> Machines { get; init; } = [];

    /// <summary>The domain types: <c>qemu</c>, <c>kvm</c>, <c>hvf</c>, <c>xen</c>.</summary>
    public ImmutableArray<string> DomainTypes { get; init; } = [];

    /// <summary>What such guests can have; <c>cpuselection</c> means that a CPU may be chosen.</summary>
    public ImmutableArray<GuestFeature> Features { get; init; } = [];

    private static bool Is64Bit(CpuArchitecture arch) =>
        arch is CpuArchitecture.Alpha or CpuArchitecture.S390x || arch.ToName().Contains("64", StringComparison.Ordinal);
}

/// <summary>A machine type of an emulator.</summary>
/// <param name="Name">Its name, which may be an alias of one with a version.</param>
public sealed record GuestMachine(string Name)
{
    /// <summary>The name that this alias stands for, or <see langword="null"/>.</summary>
    public string? Canonical { get; init; }

    /// <summary>The most CPUs that a guest may have, or <see langword="null"/> if unknown.</summary>
    public int? MaxCpus { get; init; }

    /// <summary>Whether it is deprecated.</summary>
    public bool IsDeprecated { get; init; }
}

/// <summary>Something that guests can have.</summary>
/// <param name="Name">The name of its element: <c>acpi</c>, <c>apic</c>, <c>pae</c>, <c>cpuselection</c>, <c>deviceboot</c>.</param>
/// <param name="Default">Whether guests have it by default, or <see langword="null"/> if the document does not say.</param>
/// <param name="CanToggle">Whether a guest may switch it, or <see langword="null"/> if the document does not say.</param>
public sealed record GuestFeature(string Name, bool? Default = null, bool? CanToggle = null);
