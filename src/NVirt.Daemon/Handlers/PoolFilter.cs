using NVirt.Domains.Storage;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// Which pools a list is to have. Flags come in groups, of which each leaves out what it does not name; a group without a flag leaves out
/// nothing. All pools are folders.
/// </summary>
internal static class PoolFilter
{
    /// <summary>The flags that are known.</summary>
    public const uint Known = 0xfffff;

    private const uint Kinds = Known & ~0x3fu;

    private static readonly (VirConnectListAllStoragePoolsFlags Flag, Func<StoragePoolSummary, bool> Has)[][] Groups =
    [
        [(VirConnectListAllStoragePoolsFlags.Active, p => p.IsActive), (VirConnectListAllStoragePoolsFlags.Inactive, p => !p.IsActive)],
        [
            (VirConnectListAllStoragePoolsFlags.Persistent, p => p.IsPersistent),
            (VirConnectListAllStoragePoolsFlags.Transient, p => !p.IsPersistent),
        ],
        [
            (VirConnectListAllStoragePoolsFlags.Autostart, p => p.IsAutostart),
            (VirConnectListAllStoragePoolsFlags.NoAutostart, p => !p.IsAutostart),
        ],
    ];

    public static bool Has(StoragePoolSummary pool, uint flags) =>
        ((flags & Kinds) == 0 || (flags & (uint)VirConnectListAllStoragePoolsFlags.Dir) != 0)
        && Array.TrueForAll(Groups, group => Array.TrueForAll(group, f => (flags & (uint)f.Flag) == 0)
            || Array.Exists(group, f => (flags & (uint)f.Flag) != 0 && f.Has(pool)));
}
