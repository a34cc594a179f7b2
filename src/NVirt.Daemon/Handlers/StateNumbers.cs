using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>States and their reasons, as numbers of libvirt's interface.</summary>
internal static class StateNumbers
{
    public static VirDomainState StateOf(DomainSummary domain) => domain.State switch
    {
        DomainState.Running => VirDomainState.Running,
        DomainState.Paused => VirDomainState.Paused,
        DomainState.ShuttingDown => VirDomainState.Shutdown,
        DomainState.ShutOff => VirDomainState.Shutoff,
        DomainState.Crashed => VirDomainState.Crashed,
        DomainState.Suspended => VirDomainState.Pmsuspended,
        _ => VirDomainState.Nostate,
    };

    public static int ReasonOf(DomainSummary domain) => domain.State switch
    {
        DomainState.Running => (int)Running(domain.Reason),
        DomainState.Paused => (int)Paused(domain.Reason),
        DomainState.ShuttingDown => domain.Reason == DomainStateReason.User ? (int)VirDomainShutdownReason.User : 0,
        DomainState.ShutOff => (int)ShutOff(domain.Reason),
        DomainState.Crashed => domain.Reason == DomainStateReason.Panicked ? (int)VirDomainCrashedReason.Panicked : 0,
        _ => 0,
    };

    private static VirDomainRunningReason Running(DomainStateReason reason) => reason switch
    {
        DomainStateReason.Booted => VirDomainRunningReason.Booted,
        DomainStateReason.Migrated => VirDomainRunningReason.Migrated,
        DomainStateReason.Unpaused => VirDomainRunningReason.Unpaused,
        DomainStateReason.MigrationCancelled => VirDomainRunningReason.MigrationCanceled,
        _ => VirDomainRunningReason.Unknown,
    };

    private static VirDomainPausedReason Paused(DomainStateReason reason) => reason switch
    {
        DomainStateReason.User => VirDomainPausedReason.User,
        DomainStateReason.Starting => VirDomainPausedReason.StartingUp,
        DomainStateReason.MigratingIn or DomainStateReason.MigratingOut or DomainStateReason.Migrated => VirDomainPausedReason.Migration,
        DomainStateReason.IoError => VirDomainPausedReason.Ioerror,
        DomainStateReason.Watchdog => VirDomainPausedReason.Watchdog,
        DomainStateReason.Crashed or DomainStateReason.Panicked => VirDomainPausedReason.Crashed,
        _ => VirDomainPausedReason.Unknown,
    };

    private static VirDomainShutoffReason ShutOff(DomainStateReason reason) => reason switch
    {
        DomainStateReason.Shutdown => VirDomainShutoffReason.Shutdown,
        DomainStateReason.Destroyed => VirDomainShutoffReason.Destroyed,
        DomainStateReason.Crashed => VirDomainShutoffReason.Crashed,
        DomainStateReason.Migrated => VirDomainShutoffReason.Migrated,
        _ => VirDomainShutoffReason.Unknown,
    };
}
