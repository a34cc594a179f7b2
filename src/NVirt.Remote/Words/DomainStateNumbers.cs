using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;

namespace NVirt.Remote.Words;

/// <summary>
/// States and their reasons, as numbers of libvirt's interface. Both ends go by the same rows; the first one that fits counts.
/// </summary>
public static class DomainStateNumbers
{
    private static readonly (DomainState State, VirDomainState Number)[] States =
    [
        (DomainState.Unknown, VirDomainState.Nostate),
        (DomainState.Running, VirDomainState.Running),
        (DomainState.Running, VirDomainState.Blocked),
        (DomainState.Paused, VirDomainState.Paused),
        (DomainState.ShuttingDown, VirDomainState.Shutdown),
        (DomainState.ShutOff, VirDomainState.Shutoff),
        (DomainState.Crashed, VirDomainState.Crashed),
        (DomainState.Suspended, VirDomainState.Pmsuspended),
    ];

    // A reason that is not here is unknown, which is 0 in every state.
    private static readonly (DomainState State, DomainStateReason Reason, int Number)[] Reasons =
    [
        (DomainState.Running, DomainStateReason.Booted, (int)VirDomainRunningReason.Booted),
        (DomainState.Running, DomainStateReason.Migrated, (int)VirDomainRunningReason.Migrated),
        (DomainState.Running, DomainStateReason.Unpaused, (int)VirDomainRunningReason.Unpaused),
        (DomainState.Running, DomainStateReason.MigrationCancelled, (int)VirDomainRunningReason.MigrationCanceled),
        (DomainState.Paused, DomainStateReason.User, (int)VirDomainPausedReason.User),
        (DomainState.Paused, DomainStateReason.Starting, (int)VirDomainPausedReason.StartingUp),
        (DomainState.Paused, DomainStateReason.MigratingOut, (int)VirDomainPausedReason.Migration),
        (DomainState.Paused, DomainStateReason.MigratingIn, (int)VirDomainPausedReason.Migration),
        (DomainState.Paused, DomainStateReason.Migrated, (int)VirDomainPausedReason.Migration),
        (DomainState.Paused, DomainStateReason.IoError, (int)VirDomainPausedReason.Ioerror),
        (DomainState.Paused, DomainStateReason.Watchdog, (int)VirDomainPausedReason.Watchdog),
        (DomainState.Paused, DomainStateReason.Crashed, (int)VirDomainPausedReason.Crashed),
        (DomainState.Paused, DomainStateReason.Panicked, (int)VirDomainPausedReason.Crashed),
        (DomainState.ShuttingDown, DomainStateReason.User, (int)VirDomainShutdownReason.User),
        (DomainState.ShutOff, DomainStateReason.Shutdown, (int)VirDomainShutoffReason.Shutdown),
        (DomainState.ShutOff, DomainStateReason.Destroyed, (int)VirDomainShutoffReason.Destroyed),
        (DomainState.ShutOff, DomainStateReason.Crashed, (int)VirDomainShutoffReason.Crashed),
        (DomainState.ShutOff, DomainStateReason.Migrated, (int)VirDomainShutoffReason.Migrated),
        (DomainState.Crashed, DomainStateReason.Panicked, (int)VirDomainCrashedReason.Panicked),
    ];

    /// <summary>The number of a state.</summary>
    public static VirDomainState Of(DomainState state) => Array.Find(States, r => r.State == state).Number;

    /// <summary>The number of a reason.</summary>
    public static int Of(DomainState state, DomainStateReason reason) =>
        Array.Find(Reasons, r => (r.State, r.Reason) == (state, reason)).Number;

    /// <summary>The state that a number means; one without a row is unknown.</summary>
    public static DomainState StateOf(int number) => Array.Find(States, r => (int)r.Number == number).State;

    /// <summary>The reason that a number means; one without a row is unknown.</summary>
    public static DomainStateReason ReasonOf(DomainState state, int number) =>
        Array.Find(Reasons, r => (r.State, r.Number) == (state, number)).Reason;
}
