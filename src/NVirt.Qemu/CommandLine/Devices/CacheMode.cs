using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>What a disk's cache mode means.</summary>
/// <param name="IsDirect">Whether the host's page cache is bypassed.</param>
/// <param name="IgnoresFlushes">Whether the guest's flushes are ignored.</param>
/// <param name="IsWriteBack">Whether the guest sees a cache that it must flush.</param>
internal readonly record struct CacheMode(bool IsDirect, bool IgnoresFlushes, bool IsWriteBack)
{
    /// <summary>The mode of a disk; <see langword="null"/> where QEMU decides.</summary>
    public static CacheMode? Of(GuestDevices devices, DiskDevice disk) => disk.Driver.Cache switch
    {
        null or "default" => null,
        "none" => new CacheMode(IsDirect: true, IgnoresFlushes: false, IsWriteBack: true),
        "writethrough" => new CacheMode(IsDirect: false, IgnoresFlushes: false, IsWriteBack: false),
        "writeback" => new CacheMode(IsDirect: false, IgnoresFlushes: false, IsWriteBack: true),
        "directsync" => new CacheMode(IsDirect: true, IgnoresFlushes: false, IsWriteBack: false),
        "unsafe" => new CacheMode(IsDirect: false, IgnoresFlushes: true, IsWriteBack: true),
        { } other => throw devices.Unsupported(disk, "driver cache", other, "default, none, writethrough, writeback, directsync, unsafe"),
    };
}
