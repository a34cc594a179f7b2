namespace NVirt.Domains.Documents.Devices;

/// <summary>A disk (<c>disk</c>).</summary>
public sealed record DiskDevice(DomainPlace Place) : DomainDevice("disk", Place)
{
    /// <summary>
    /// What holds its data: <c>file</c> (default), <c>block</c>, <c>dir</c>, <c>network</c>, <c>volume</c>, <c>nvme</c> and so on.
    /// </summary>
    public string Type { get; init; } = "file";

    /// <summary>What the guest sees: <c>disk</c> (default), <c>cdrom</c>, <c>floppy</c>, <c>lun</c>.</summary>
    public string Device { get; init; } = "disk";

    /// <summary>How the host reads it.</summary>
    public DiskDriver Driver { get; init; } = new();

    /// <summary>Where its data is; <see langword="null"/> for an empty drive.</summary>
    public DiskSource? Source { get; init; }

    /// <summary>Its backing image, which holds the data not written since; <see langword="null"/> if none is named.</summary>
    public DiskBacking? Backing { get; init; }

    /// <summary>The name of the disk, unique in the domain: <c>vda</c>.</summary>
    public string? Target { get; init; }

    /// <summary>The bus; if not given, what the name of the disk implies (<c>vda</c>: virtio).</summary>
    public string? Bus { get; init; }

    /// <summary>Whether the guest cannot write to it; always for <c>cdrom</c>.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether several guests may use it.</summary>
    public bool IsShareable { get; init; }

    /// <summary>Serial number.</summary>
    public string? Serial { get; init; }
}

/// <summary>How the host reads a disk (<c>disk/driver</c>), in libvirt's words.</summary>
public sealed record DiskDriver
{
    /// <summary>The driver: <c>qemu</c>, <c>phy</c> and so on.</summary>
    public string? Name { get; init; }

    /// <summary>The format: <c>raw</c>, <c>qcow2</c> and so on.</summary>
    public string? Format { get; init; }

    /// <summary><c>default</c>, <c>none</c>, <c>writethrough</c>, <c>writeback</c>, <c>directsync</c>, <c>unsafe</c>.</summary>
    public string? Cache { get; init; }

    /// <summary><c>threads</c>, <c>native</c>, <c>io_uring</c>.</summary>
    public string? Io { get; init; }

    /// <summary><c>unmap</c>, <c>ignore</c>.</summary>
    public string? Discard { get; init; }

    /// <summary><c>off</c>, <c>on</c>, <c>unmap</c>.</summary>
    public string? DetectZeroes { get; init; }

    /// <summary>What happens after a write error: <c>stop</c>, <c>report</c>, <c>ignore</c>, <c>enospace</c>.</summary>
    public string? ErrorPolicy { get; init; }

    /// <summary>The I/O thread that serves it, from 1.</summary>
    public uint? IoThread { get; init; }
}

/// <summary>Where the data of a disk is.</summary>
public sealed record DiskSource
{
    /// <summary>Path of a file, block device or folder.</summary>
    public string? Path { get; init; }

    /// <summary>For <c>network</c>: <c>nbd</c>, <c>rbd</c>, <c>iscsi</c>, <c>https</c> and so on.</summary>
    public string? Protocol { get; init; }

    /// <summary>For <c>network</c>: the name of the image there.</summary>
    public string? Name { get; init; }

    /// <summary>For <c>network</c>: the servers.</summary>
    public DeviceHost? Host { get; init; }

    /// <summary>For <c>volume</c>: the storage pool.</summary>
    public string? Pool { get; init; }

    /// <summary>For <c>volume</c>: the volume in the pool.</summary>
    public string? Volume { get; init; }
}

/// <summary>A backing image (<c>backingStore</c>).</summary>
/// <param name="Type">What holds its data, as for a disk.</param>
/// <param name="Format">Its format: <c>raw</c>, <c>qcow2</c> and so on.</param>
/// <param name="Source">Where its data is, or <see langword="null"/>.</param>
/// <param name="Backing">The backing image of this one, or <see langword="null"/>.</param>
public sealed record DiskBacking(string Type, string Format, DiskSource? Source, DiskBacking? Backing);

/// <summary>A server.</summary>
/// <param name="Name">Its name or address, or <see langword="null"/>.</param>
/// <param name="Port">Its port, or <see langword="null"/>.</param>
/// <param name="Transport"><c>tcp</c>, <c>unix</c> and so on, or <see langword="null"/>.</param>
/// <param name="Socket">For <c>unix</c>: the socket's path.</param>
public sealed record DeviceHost(string? Name, string? Port, string? Transport, string? Socket);
