using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The host side of disks: a node for the file or block device and one for the format.</summary>
internal static class BlockNodes
{
    /// <summary>Writes the nodes of a disk.</summary>
    /// <returns>The name of the upper node; <see langword="null"/> for an empty drive.</returns>
    public static string? Write(GuestDevices devices, DiskDevice disk)
    {
        DiskDriver driver = disk.Driver;
        string protocol = disk.Type switch
        {
            "file" => "file",
            "block" => disk.Device == "cdrom" ? "host_cdrom" : "host_device",
            "volume" when devices.Guest.Options.IsOnlyChecked => "file",
            { } other => throw devices.Unsupported(disk, "type", other, "file, block"),
        };
        Check(devices, disk);
        if (disk.Source?.Path is not { } path)
        {
            return null;
        }

        devices.Path(disk, "source", path);
        JsonObject? cache = CacheMode.Of(devices, disk) is { } mode
            ? new JsonObject { ["direct"] = mode.IsDirect, ["no-flush"] = mode.IgnoresFlushes }
            : null;
        string name = devices.NodeName();
        string storage = name + "-storage";
        string format = name + "-format";
        devices.WriteOption("-blockdev", new JsonObject { ["driver"] = protocol, ["filename"] = path, ["node-name"] = storage }
            .With("aio", driver.Io)
            .With("cache", cache?.DeepClone())
            .With("auto-read-only", true)
            .With("discard", "unmap"));
        JsonObject image = new JsonObject { ["node-name"] = format, ["read-only"] = disk.IsReadOnly }
            .With("discard", driver.Discard)
            .With("detect-zeroes", DetectZeroes(driver))
            .With("cache", cache)
            .With("driver", driver.Format ?? "raw")
            .With("file", storage);
        if (driver.Format == "qcow2")
        {
            // The image names another file, chosen by whoever wrote the image; only what the document names is opened.
            image["backing"] = WriteBacking(devices, disk, disk.Backing, name, 1);
        }

        devices.WriteOption("-blockdev", image);
        return format;
    }

    // The nodes of the backing chain, the last image first, all read-only.
    private static string? WriteBacking(GuestDevices devices, DiskDevice disk, DiskBacking? backing, string name, int depth)
    {
        if (backing is null)
        {
            return null;
        }

        OneOf(devices, disk, "backingStore format type", backing.Format, "raw", "qcow2");
        string protocol = backing.Type switch
        {
            "file" => "file",
            "block" => "host_device",
            { } other => throw devices.Unsupported(disk, "backingStore type", other, "file, block"),
        };
        string storage = Text.Of("{0}-b{1}-storage", name, depth);
        string format = Text.Of("{0}-b{1}-format", name, depth);
        string path = devices.Path(disk, "backingStore source", backing.Source?.Path);
        string? next = WriteBacking(devices, disk, backing.Backing, name, depth + 1);
        devices.WriteOption("-blockdev", new JsonObject
        {
            ["driver"] = protocol,
            ["filename"] = path,
            ["node-name"] = storage,
            ["read-only"] = true,
            ["discard"] = "unmap",
        });
        JsonObject image = new() { ["node-name"] = format, ["read-only"] = true, ["driver"] = backing.Format, ["file"] = storage };
        if (backing.Format == "qcow2")
        {
            image["backing"] = next;
        }

        devices.WriteOption("-blockdev", image);
        return format;
    }

    private static void Check(GuestDevices devices, DiskDevice disk)
    {
        DiskDriver driver = disk.Driver;
        OneOf(devices, disk, "driver name", driver.Name, "qemu");
        OneOf(devices, disk, "driver type", driver.Format, "raw", "qcow2");
        OneOf(devices, disk, "driver io", driver.Io, "threads", "native", "io_uring");
        OneOf(devices, disk, "driver discard", driver.Discard, "unmap", "ignore");
        OneOf(devices, disk, "driver detect_zeroes", driver.DetectZeroes, "off", "on", "unmap");
        OneOf(devices, disk, "driver error_policy", driver.ErrorPolicy, "stop", "report", "ignore", "enospace");
        if (driver.Io == "native" && CacheMode.Of(devices, disk) is not { IsDirect: true })
        {
            devices.Report(devices.Refuse(disk, Messages.Args_DiskNativeIo));
        }
    }

    private static void OneOf(GuestDevices devices, DiskDevice disk, string what, string? value, params string[] supported)
    {
        if (value is not null && !supported.Contains(value))
        {
            devices.Report(devices.Unsupported(disk, what, value, string.Join(", ", supported)));
        }
    }

    // Zeroes can only be discarded where discarding is allowed.
    private static string? DetectZeroes(DiskDriver driver) => driver is { DetectZeroes: "unmap", Discard: not "unmap" } ? "on"
        : driver.DetectZeroes;
}
