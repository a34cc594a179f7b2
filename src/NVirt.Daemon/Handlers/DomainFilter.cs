using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// Which domains a list is to have. Flags come in groups, of which each leaves out what it does not name; a group without a flag leaves out
/// nothing. There are no saved guests, snapshots or checkpoints, so a list of those with some is empty.
/// </summary>
internal static class DomainFilter
{
    /// <summary>The flags that are known.</summary>
    public const uint Known = 0xffff;

    private static readonly (VirConnectListAllDomainsFlags Flag, Func<DomainSummary, bool> Has)[][] Groups =
    [
        [(VirConnectListAllDomainsFlags.Active, d => d.IsActive), (VirConnectListAllDomainsFlags.Inactive, d => !d.IsActive)],
        [(VirConnectListAllDomainsFlags.Persistent, d => d.IsPersistent), (VirConnectListAllDomainsFlags.Transient, d => !d.IsPersistent)],
        [
            (VirConnectListAllDomainsFlags.Running, d => d.State == DomainState.Running),
            (VirConnectListAllDomainsFlags.Paused, d => d.State == DomainState.Paused),
            (VirConnectListAllDomainsFlags.Shutoff, d => d.State == DomainState.ShutOff),
            (VirConnectListAllDomainsFlags.Other, d => d.State is not (DomainState.Running or DomainState.Paused or DomainState.ShutOff)),
        ],
        [(VirConnectListAllDomainsFlags.Managedsave, _ => false), (VirConnectListAllDomainsFlags.NoManagedsave, _ => true)],
        [(VirConnectListAllDomainsFlags.Autostart, d => d.IsAutostart), (VirConnectListAllDomainsFlags.NoAutostart, d => !d.IsAutostart)],
        [(VirConnectListAllDomainsFlags.HasSnapshot, _ => false), (VirConnectListAllDomainsFlags.NoSnapshot, _ => true)],
        [(VirConnectListAllDomainsFlags.HasCheckpoint, _ => false), (VirConnectListAllDomainsFlags.NoCheckpoint, _ => true)],
    ];

    public static bool Has(DomainSummary domain, uint flags) => Array.TrueForAll(Groups, group =>
        Array.TrueForAll(group, f => (flags & (uint)f.Flag) == 0)
            || Array.Exists(group, f => (flags & (uint)f.Flag) != 0 && f.Has(domain)));
}
