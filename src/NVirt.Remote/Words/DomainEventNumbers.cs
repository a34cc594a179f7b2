using NVirt.Domains.Driver.Events;
using NVirt.Rpc.Constants;

namespace NVirt.Remote.Words;

/// <summary>
/// Events of a domain's life, as numbers of libvirt's interface. Both ends go by the same rows: what has no row of its own detail is told,
/// and understood, by the first row of its kind.
/// </summary>
public static class DomainEventNumbers
{
    private static readonly (DomainEventKind Kind, DomainEventDetail Detail, VirDomainEventType Type, int Number)[] Rows =
    [
        (DomainEventKind.Defined, DomainEventDetail.Added, VirDomainEventType.Defined, (int)VirDomainEventDefinedDetailType.Added),
        (DomainEventKind.Defined, DomainEventDetail.Updated, VirDomainEventType.Defined, (int)VirDomainEventDefinedDetailType.Updated),
        (DomainEventKind.Undefined, DomainEventDetail.Removed, VirDomainEventType.Undefined,
            (int)VirDomainEventUndefinedDetailType.Removed),
        (DomainEventKind.Started, DomainEventDetail.Booted, VirDomainEventType.Started, (int)VirDomainEventStartedDetailType.Booted),
        (DomainEventKind.Started, DomainEventDetail.Migrated, VirDomainEventType.Started, (int)VirDomainEventStartedDetailType.Migrated),
        (DomainEventKind.Started, DomainEventDetail.WokenUp, VirDomainEventType.Started, (int)VirDomainEventStartedDetailType.Wakeup),
        (DomainEventKind.Suspended, DomainEventDetail.Paused, VirDomainEventType.Suspended, (int)VirDomainEventSuspendedDetailType.Paused),
        (DomainEventKind.Suspended, DomainEventDetail.Migrated, VirDomainEventType.Suspended,
            (int)VirDomainEventSuspendedDetailType.Migrated),
        (DomainEventKind.Suspended, DomainEventDetail.IoError, VirDomainEventType.Suspended,
            (int)VirDomainEventSuspendedDetailType.Ioerror),
        (DomainEventKind.Suspended, DomainEventDetail.Watchdog, VirDomainEventType.Suspended,
            (int)VirDomainEventSuspendedDetailType.Watchdog),
        (DomainEventKind.Resumed, DomainEventDetail.Unpaused, VirDomainEventType.Resumed, (int)VirDomainEventResumedDetailType.Unpaused),
        (DomainEventKind.Resumed, DomainEventDetail.Migrated, VirDomainEventType.Resumed, (int)VirDomainEventResumedDetailType.Migrated),
        (DomainEventKind.Shutdown, DomainEventDetail.None, VirDomainEventType.Shutdown, (int)VirDomainEventShutdownDetailType.Finished),
        (DomainEventKind.Shutdown, DomainEventDetail.Guest, VirDomainEventType.Shutdown, (int)VirDomainEventShutdownDetailType.Guest),
        (DomainEventKind.Shutdown, DomainEventDetail.Host, VirDomainEventType.Shutdown, (int)VirDomainEventShutdownDetailType.Host),
        (DomainEventKind.Stopped, DomainEventDetail.Shutdown, VirDomainEventType.Stopped, (int)VirDomainEventStoppedDetailType.Shutdown),
        (DomainEventKind.Stopped, DomainEventDetail.Destroyed, VirDomainEventType.Stopped, (int)VirDomainEventStoppedDetailType.Destroyed),
        (DomainEventKind.Stopped, DomainEventDetail.Crashed, VirDomainEventType.Stopped, (int)VirDomainEventStoppedDetailType.Crashed),
        (DomainEventKind.Stopped, DomainEventDetail.Migrated, VirDomainEventType.Stopped, (int)VirDomainEventStoppedDetailType.Migrated),
        (DomainEventKind.Slept, DomainEventDetail.None, VirDomainEventType.Pmsuspended, 0),
        (DomainEventKind.Crashed, DomainEventDetail.Panicked, VirDomainEventType.Crashed, (int)VirDomainEventCrashedDetailType.Panicked),
    ];

    /// <summary>The numbers of an event.</summary>
    /// <returns>The numbers; <see langword="null"/> of one that libvirt does not have.</returns>
    public static (VirDomainEventType Type, int Detail)? Of(DomainEventKind kind, DomainEventDetail detail)
    {
        var rows = Array.FindAll(Rows, r => r.Kind == kind);
        int exact = Array.FindIndex(rows, r => r.Detail == detail);
        return rows.Length == 0 ? null : (rows[Math.Max(exact, 0)].Type, rows[Math.Max(exact, 0)].Number);
    }

    /// <summary>The event that numbers mean. A detail without a row is none.</summary>
    /// <returns>The event; <see langword="null"/> of a type without a row.</returns>
    public static (DomainEventKind Kind, DomainEventDetail Detail)? EventOf(int type, int detail)
    {
        var rows = Array.FindAll(Rows, r => (int)r.Type == type);
        int exact = Array.FindIndex(rows, r => r.Number == detail);
        return rows.Length == 0 ? null : (rows[0].Kind, exact < 0 ? DomainEventDetail.None : rows[exact].Detail);
    }
}
