using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The guest side of disks.</summary>
internal static class DiskWriter
{
    public static void Write(GuestDevices devices, DiskDevice disk)
    {
        Check(devices, disk);
        string? node = BlockNodes.Write(devices, disk);
        DriveAddress drive = DrivePlace.Of(devices, disk);
        JsonObject properties = disk.Bus switch
        {
            "virtio" => GuestDevices.Properties(
                "virtio-blk-pci", devices.Name(disk, Text.Of("virtio-disk{0}", DrivePlace.Number(devices, disk)))),
            "ide" => Ide(devices, disk, drive),
            "sata" => Sata(devices, disk, drive),
            "scsi" => Scsi(devices, disk, drive),
            "usb" => GuestDevices.Properties("usb-storage", devices.Name(disk, Text.Of("usb-disk{0}", DrivePlace.Number(devices, disk))))
                .OnUsb(devices, disk),
            "fdc" => Floppy(devices, disk, drive),
            { } other => throw devices.Unsupported(disk, "target bus", other, "virtio, ide, sata, scsi, usb, fdc"),
            null => throw devices.Unsupported(disk, "target dev", disk.Target, "vdX, hdX, sdX, fdX"),
        };
        Note(devices, disk, drive);
        properties.With("drive", node).With("bootindex", devices.BootIndex(disk));
        WriteDetails(devices, disk, properties);
        if (disk.Bus == "virtio")
        {
            devices.WritePci(disk, properties);
        }
        else
        {
            devices.Write(properties);
        }
    }

    private static void Note(GuestDevices devices, DiskDevice disk, DriveAddress drive)
    {
        devices.Notes.Add(disk, "target", "bus", disk.Bus!);
        if (disk.Source?.Path is not null)
        {
            devices.Notes.Add(disk, "driver", "name", "qemu");
            devices.Notes.Add(disk, "driver", "type", disk.Driver.Format ?? "raw");
        }

        if (disk.Bus is not ("virtio" or "usb"))
        {
            devices.Notes.Add(disk, drive);
        }
    }

    private static void Check(GuestDevices devices, DiskDevice disk)
    {
        bool isRemovable = disk.Device is "cdrom" or "floppy";
        if (disk.Device != "disk" && !isRemovable)
        {
            throw devices.Unsupported(disk, "device", disk.Device, "disk, cdrom, floppy");
        }

        if (disk.Source?.Path is null && !isRemovable && disk.Type is "file" or "block")
        {
            devices.Report(devices.Refuse(disk, Messages.Args_DiskEmpty));
        }

        bool isFloppy = disk.Device == "floppy";
        if (isFloppy != (disk.Bus == "fdc") || (disk.Device == "cdrom" && disk.Bus is "virtio" or "usb"))
        {
            throw devices.Unsupported(disk, "target bus", disk.Bus, isFloppy ? "fdc" : disk.Device == "cdrom" ? "ide, sata, scsi"
                : "virtio, ide, sata, scsi, usb");
        }

        if (disk is { Device: "disk", IsReadOnly: true, Bus: "ide" or "sata" })
        {
            devices.Report(devices.Refuse(disk, Messages.Args_DiskReadOnly));
        }
    }

    private static JsonObject Ide(GuestDevices devices, DiskDevice disk, DriveAddress drive)
    {
        if (!devices.Guest.IsMachine("pc-i440fx") || drive is not { Controller: 0, Bus: < 2, Unit: < 2 })
        {
            throw devices.NotOnMachine(disk);
        }

        return GuestDevices.Properties(
            disk.Device == "cdrom" ? "ide-cd" : "ide-hd", devices.Name(disk, Text.Of("ide0-{0}-{1}", drive.Bus, drive.Unit)))
            .With("bus", Text.Of("ide.{0}", drive.Bus)).With("unit", drive.Unit);
    }

    private static JsonObject Sata(GuestDevices devices, DiskDevice disk, DriveAddress drive)
    {
        // The first controller of q35 is part of the machine.
        string controller = drive.Controller == 0 && devices.Guest.IsMachine("pc-q35")
            ? "ide.0"
            : devices.Controllers.Bus(disk, "sata", drive.Controller);
        return GuestDevices.Properties(
                disk.Device == "cdrom" ? "ide-cd"
                    : "ide-hd", devices.Name(disk, Text.Of("sata{0}-{1}-{2}", drive.Controller, drive.Bus, drive.Unit)))
            .With("bus", Text.Of("{0}{1}", controller[..^1], drive.Unit));
    }

    private static JsonObject Scsi(GuestDevices devices, DiskDevice disk, DriveAddress drive)
    {
        ControllerDevice? controller = devices.All.OfType<ControllerDevice>()
            .FirstOrDefault(c => c.Type == "scsi" && (c.Index ?? 0) == drive.Controller);
        string bus = devices.Controllers.Bus(disk, "scsi", drive.Controller);
        bool isNarrow = ControllerWriter.IsNarrow(devices.Guest, controller!);
        string id = isNarrow
            ? Text.Of("scsi{0}-{1}-{2}", drive.Controller, drive.Bus, drive.Unit)
            : Text.Of("scsi{0}-{1}-{2}-{3}", drive.Controller, drive.Bus, drive.Target, drive.Unit);
        JsonObject properties = GuestDevices.Properties(disk.Device == "cdrom" ? "scsi-cd" : "scsi-hd", devices.Name(disk, id))
            .With("bus", bus);
        return isNarrow
            ? properties.With("scsi-id", drive.Unit)
            : properties.With("channel", drive.Bus).With("scsi-id", drive.Target).With("lun", drive.Unit);
    }

    private static JsonObject Floppy(GuestDevices devices, DiskDevice disk, DriveAddress drive)
    {
        if (!devices.Guest.IsMachine("pc-i440fx") || drive is not { Controller: 0, Bus: 0, Unit: < 2 })
        {
            throw devices.NotOnMachine(disk);
        }

        return GuestDevices.Properties("floppy", devices.Name(disk, Text.Of("fdc0-0-{0}", drive.Unit))).With("unit", drive.Unit);
    }

    private static void WriteDetails(GuestDevices devices, DiskDevice disk, JsonObject properties)
    {
        DiskDriver driver = disk.Driver;
        bool isFloppy = disk.Bus == "fdc";
        devices.WarnIf(isFloppy && disk.Serial is not null, disk, "serial");
        properties.With("serial", isFloppy ? null : disk.Serial).With("share-rw", disk.IsShareable ? true : null);
        if (disk.Device == "disk" && CacheMode.Of(devices, disk) is { } cache)
        {
            properties["write-cache"] = DeviceProperties.OnOff(cache.IsWriteBack);
        }

        bool takesPolicy = disk.Bus is not ("usb" or "fdc");
        devices.WarnIf(!takesPolicy && driver.ErrorPolicy is not null, disk, "driver error_policy");
        if (takesPolicy && driver.ErrorPolicy is { } policy)
        {
            properties.With("werror", policy == "enospace" ? "enospc" : policy).With("rerror", policy == "enospace" ? null : policy);
        }

        devices.WarnIf(disk.Bus != "virtio" && driver.IoThread is not null, disk, "driver iothread");
        if (disk.Bus == "virtio" && driver.IoThread is { } thread)
        {
            properties["iothread"] = thread <= devices.Guest.Domain.IoThreads
                ? Text.Of("iothread{0}", thread)
                : throw devices.Unsupported(
                    disk, "driver iothread", Text.Of("{0}", thread), Text.Of("1-{0}", devices.Guest.Domain.IoThreads));
        }
    }
}
