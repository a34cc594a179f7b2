using NVirt.Xml;

namespace NVirt.Domains.Documents.Devices;

/// <summary>Disks.</summary>
internal static partial class DeviceInterpreter
{
    private const int MaxBackings = 64;

    private static DiskDevice Disk(Element disk)
    {
        string device = disk.TextOf("device") ?? "disk";
        string type = disk.TextOf("type") ?? "file";
        string? target = disk.ChildAttribute("target", "dev");
        return new DiskDevice(disk.Place())
        {
            Type = type,
            Device = device,
            Driver = disk.First("driver") is { } driver ? DiskDriver(driver) : new DiskDriver(),
            Source = disk.First("source") is { } source ? DiskSource(source, type) : null,
            Backing = disk.First("backingStore") is { } backing ? DiskBacking(backing, 0) : null,
            Target = target,
            Bus = disk.ChildAttribute("target", "bus") ?? BusOf(target, device),
            IsReadOnly = disk.Has("readonly") || device == "cdrom",
            IsShareable = disk.Has("shareable"),
            Serial = disk.ChildText("serial"),
        };
    }

    // An empty element is the end of the chain.
    private static DiskBacking? DiskBacking(Element backing, int depth)
    {
        if (backing.TextOf("type") is not { } type)
        {
            return null;
        }

        if (depth == MaxBackings)
        {
            throw backing.Refuse("type", Text.Of(Messages.Domain_Backings, MaxBackings));
        }

        return new DiskBacking(
            type,
            backing.ChildAttribute("format", "type") ?? throw backing.Refuse("type", Messages.Domain_BackingFormat),
            backing.First("source") is { } source ? DiskSource(source, type) : null,
            backing.First("backingStore") is { } next ? DiskBacking(next, depth + 1) : null);
    }

    private static DiskDriver DiskDriver(Element driver) => new()
    {
        Name = driver.TextOf("name"),
        Format = driver.TextOf("type"),
        Cache = driver.TextOf("cache"),
        Io = driver.TextOf("io"),
        Discard = driver.TextOf("discard"),
        DetectZeroes = driver.TextOf("detect_zeroes"),
        ErrorPolicy = driver.TextOf("error_policy"),
        IoThread = driver.UInt("iothread", atLeast: 1),
    };

    private static DiskSource DiskSource(Element source, string type) => type switch
    {
        "file" => new DiskSource { Path = source.TextOf("file") },
        "block" => new DiskSource { Path = source.TextOf("dev") },
        "dir" => new DiskSource { Path = source.TextOf("dir") },
        "network" => new DiskSource
        {
            Protocol = source.TextOf("protocol"),
            Name = source.TextOf("name"),
            Host = source.First("host") is { } host
                ? new DeviceHost(host.TextOf("name"), host.TextOf("port"), host.TextOf("transport"), host.TextOf("socket"))
                : null,
        },
        "volume" => new DiskSource { Pool = source.TextOf("pool"), Volume = source.TextOf("volume") },
        _ => new DiskSource(),
    };

    // This is libvirt's guess. Where it has none, the hypervisor's own must follow.
    private static string? BusOf(string? target, string device) => target switch
    {
        _ when device == "floppy" => "fdc",
        null or { Length: < 2 } => null,
        _ => target[..2] switch
        {
            "fd" => "fdc",
            "hd" => "ide",
            "sd" => "scsi",
            "vd" => "virtio",
            "xv" => "xen",
            "ub" => "uml",
            _ => null,
        },
    };
}
