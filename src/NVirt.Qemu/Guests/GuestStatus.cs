using NVirt.Domains.Driver;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>QEMU's words for a guest's state.</summary>
internal static class GuestStatus
{
    public const string Running = "running";
    public const string Prelaunch = "prelaunch";
    public const string PostMigrate = "postmigrate";

    /// <summary>Its state is being sent for the last time, or was; what comes of it is known in a moment.</summary>
    public const string FinishMigrate = "finish-migrate";

    public static DomainState ToState(string status) => status switch
    {
        Running => DomainState.Running,
        "shutdown" => DomainState.ShuttingDown,
        "suspended" => DomainState.Suspended,
        "guest-panicked" or "internal-error" => DomainState.Crashed,
        _ => DomainState.Paused,
    };

    /// <summary>The reason for the state.</summary>
    /// <param name="status">QEMU's word; <see langword="null"/> if it does not answer.</param>
    /// <param name="record">The record of the guest, or <see langword="null"/>.</param>
    public static DomainStateReason ReasonOf(string? status, RunRecord? record) => (record?.Phase, status) switch
    {
        (RunPhase.Starting, _) => DomainStateReason.Starting,
        (RunPhase.Incoming, _) => DomainStateReason.MigratingIn,
        (RunPhase.Outgoing, _) => DomainStateReason.MigratingOut,
        (_, Running) => record is { Reason: not DomainStateReason.User } ? record.Reason : DomainStateReason.Unknown,
        (_, "paused" or Prelaunch) => DomainStateReason.User,
        (_, PostMigrate or FinishMigrate) => record is { IsBack: true } ? DomainStateReason.User : DomainStateReason.Migrated,
        (_, "inmigrate") => DomainStateReason.MigratingIn,
        (_, "io-error") => DomainStateReason.IoError,
        (_, "watchdog") => DomainStateReason.Watchdog,
        (_, "guest-panicked") => DomainStateReason.Panicked,
        (_, "internal-error") => DomainStateReason.Crashed,
        _ => DomainStateReason.Unknown,
    };
}
