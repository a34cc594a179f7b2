using System.Collections.Immutable;
using NVirt.Domains.Capabilities.Domains;

namespace NVirt.Qemu.HostModels;

/// <summary>
/// The devices that domains on x86 may have. Clients choose by it: virt-install, for one, asks for SPICE and for redirected USB devices
/// where nobody says that there are none. A test gives each to the command line.
/// </summary>
internal static class SupportedDevices
{
    private static readonly string[] VirtioModels = ["virtio", "virtio-transitional", "virtio-non-transitional"];

    /// <summary>All kinds that clients know, in libvirt's order.</summary>
    /// <param name="hasIde">Whether the machine has IDE disks and floppies, and not SATA.</param>
    public static ImmutableArray<DeviceSupport> Of(bool hasIde) =>
    [
        Of(
            "disk",
            ("diskDevice", hasIde ? ["disk", "cdrom", "floppy"] : ["disk", "cdrom"]),
            ("bus", hasIde ? ["ide", "fdc", "scsi", "virtio", "usb", "sata"] : ["scsi", "virtio", "usb", "sata"]),
            ("model", VirtioModels)),
        Of("graphics", ("type", ["vnc"])),
        Of("video", ("modelType", ["vga", "cirrus", "virtio", "none", "bochs", "ramfb"])),
        Of("hostdev"),
        Of("rng", ("model", VirtioModels), ("backendModel", ["random", "builtin"])),
        Of("filesystem"),
        Of("tpm"),
        Of("redirdev"),
        Of("channel", ("type", ["pty", "unix"])),
        Of("crypto"),
    ];

    private static DeviceSupport Of(string kind, params ReadOnlySpan<(string Name, string[] Values)> choices)
    {
        ImmutableArray<DeviceChoice>.Builder all = ImmutableArray.CreateBuilder<DeviceChoice>(choices.Length);
        foreach ((string name, string[] values) in choices)
        {
            all.Add(new DeviceChoice(name, [.. values]));
        }

        return new DeviceSupport(kind, all.ToImmutable());
    }
}
