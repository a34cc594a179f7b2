using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The position of a disk on its controller: from its address, or else from its name (<c>sdb</c>: the second).</summary>
internal static class DrivePlace
{
    private const int LettersBegin = 2;
    private const uint SataPorts = 6;
    private const uint ScsiUnits = 7;

    public static DriveAddress Of(GuestDevices devices, DiskDevice disk)
    {
        switch (disk.Address)
        {
            case DriveAddress given when disk.Bus is not ("virtio" or "usb"):
                return given;
            case null or PciAddress when disk.Bus == "virtio":
            case null or UsbAddress when disk.Bus == "usb":
                return new DriveAddress(0, 0, 0, 0);
            case null:
                break;
            case { } other:
                throw devices.Unsupported(
                    disk, "address type", other.Type, disk.Bus switch { "virtio" => "pci", "usb" => "usb", _ => "drive" });
        }

        uint number = Number(devices, disk);
        return disk.Bus switch
        {
            "ide" => new DriveAddress(0, number / 2, 0, number % 2),
            "sata" => new DriveAddress(number / SataPorts, 0, 0, number % SataPorts),
            "scsi" => new DriveAddress(number / ScsiUnits, 0, 0, number % ScsiUnits),
            _ => new DriveAddress(0, 0, 0, number),
        };
    }

    /// <summary>The number in a disk's name: <c>vda</c> is 0, <c>vdz</c> 25, <c>vdaa</c> 26.</summary>
    public static uint Number(GuestDevices devices, DiskDevice disk)
    {
        string letters = disk.Target is { Length: > LettersBegin } target ? target[LettersBegin..] : string.Empty;
        if (letters.Length is 0 or > 4 || !letters.All(char.IsAsciiLetterLower))
        {
            throw devices.Unsupported(disk, "target dev", disk.Target, "vdX, hdX, sdX, fdX");
        }

        return letters.Aggregate(0u, (number, letter) => (number * 26) + (uint)(letter - 'a') + 1) - 1;
    }
}
