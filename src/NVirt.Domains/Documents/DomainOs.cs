using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains.Documents;

/// <summary>What a domain boots (<c>os</c>).</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record DomainOs
{
    /// <summary><c>hvm</c>, <c>xen</c>, <c>linux</c>, <c>xenpvh</c>, <c>exe</c>; <see langword="null"/> if not given.</summary>
    public string? Type { get; init; }

    /// <summary>The guest's architecture, or none if not given.</summary>
    public CpuArchitecture Arch { get; init; }

    /// <summary>The machine as written, perhaps an alias; <see langword="null"/> if not given.</summary>
    public string? Machine { get; init; }

    /// <summary>The kind of firmware to choose: <c>bios</c>, <c>efi</c>, or <see langword="null"/>.</summary>
    public string? Firmware { get; init; }

    /// <summary>The firmware's code, or <see langword="null"/>.</summary>
    public DomainLoader? Loader { get; init; }

    /// <summary>The firmware's variables, or <see langword="null"/>.</summary>
    public DomainNvram? Nvram { get; init; }

    /// <summary>Path of a kernel to boot directly, or <see langword="null"/>.</summary>
    public string? Kernel { get; init; }

    /// <summary>Path of its initial RAM disk, or <see langword="null"/>.</summary>
    public string? Initrd { get; init; }

    /// <summary>The kernel's command line, or <see langword="null"/>.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Path of a device tree, or <see langword="null"/>.</summary>
    public string? DeviceTree { get; init; }

    /// <summary>What to boot from, in order: <c>fd</c>, <c>hd</c>, <c>cdrom</c>, <c>network</c>.</summary>
    public ImmutableArray<string> BootDevices { get; init; } = [];

    /// <summary>Whether the firmware shows a menu; <see langword="null"/> if not given.</summary>
    public bool? BootMenu { get; init; }

    /// <summary>How long the menu is shown, in milliseconds; <see langword="null"/> if not given, or if there is no menu.</summary>
    public uint? BootMenuTimeout { get; init; }

    /// <summary>Whether the BIOS writes to the first serial port; <see langword="null"/> if not given.</summary>
    public bool? BiosUsesSerial { get; init; }

    /// <summary>Milliseconds until a failed boot is tried again, -1 for never; <see langword="null"/> if not given.</summary>
    public int? RebootTimeout { get; init; }

    /// <summary>Where SMBIOS tables come from: <c>emulate</c>, <c>host</c>, <c>sysinfo</c>; <see langword="null"/> if not given.</summary>
    public string? Smbios { get; init; }
}

/// <summary>The code of a firmware.</summary>
public sealed record DomainLoader
{
    /// <summary>Its file; <see langword="null"/> where only the attributes are given.</summary>
    public string? Path { get; init; }

    /// <summary><c>rom</c> (default, if there is a file), <c>pflash</c>, <c>none</c>, or <see langword="null"/>.</summary>
    public string? Type { get; init; }

    /// <summary><c>raw</c>, <c>qcow2</c>, or <see langword="null"/>.</summary>
    public string? Format { get; init; }

    /// <summary>Whether the guest cannot write to it; <see langword="null"/> if not given.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>Whether secure boot is meant; <see langword="null"/> if not given.</summary>
    public bool? IsSecure { get; init; }

    /// <summary>Whether it is stateless, keeping its variables in memory only; <see langword="null"/> if not given.</summary>
    public bool? IsStateless { get; init; }
}

/// <summary>The variables of a firmware.</summary>
/// <param name="Path">Their file, or <see langword="null"/>.</param>
/// <param name="Template">The template that the file is created from, or <see langword="null"/>.</param>
/// <param name="Format"><c>raw</c>, <c>qcow2</c>, or <see langword="null"/>.</param>
public sealed record DomainNvram(string? Path, string? Template, string? Format);
