using System.Diagnostics.CodeAnalysis;

namespace NVirt.Fleet.Inventories;

/// <summary>The versions of what a host runs, as somebody says them; what nobody says is <see langword="null"/>. Immutable.</summary>
public sealed record FleetVersions
{
    /// <summary>Nothing.</summary>
    public static FleetVersions None { get; } = new();

    /// <summary>The version of Linux.</summary>
    public string? Kernel { get; init; }

    /// <summary>The version of QEMU.</summary>
    public string? Qemu { get; init; }

    /// <summary>The version of libvirt.</summary>
    public string? Libvirt { get; init; }

    /// <summary>The version of the firmware.</summary>
    public string? Firmware { get; init; }

    /// <summary>The version of the microcode, as the inventory has it.</summary>
    public string? Microcode { get; init; }

    /// <summary>Those that are told, each behind the word that an inventory has for it.</summary>
    public IEnumerable<(string Word, string Version)> Told => ((string Word, string? Version)[])
        [("kernel", Kernel), ("qemu", Qemu), ("libvirt", Libvirt), ("firmware", Firmware), ("microcode", Microcode)] is var all
            ? all.Where(v => v.Version is not null).Select(v => (v.Word, v.Version!)) : [];

    /// <summary>The number that a version begins with, as 9.0.0 in the name of a package, 9.0.0-4+deb12u2.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out Version? version) =>
        Version.TryParse(text[..text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count()], out version);
}
