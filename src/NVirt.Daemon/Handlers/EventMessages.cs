using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver.Events;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Handlers;

/// <summary>Events as messages of the protocol.</summary>
internal static class EventMessages
{
    /// <summary>Tells a client of an event, if it is of the kind that was registered.</summary>
    public static void Tell(SessionEvents events, VirDomainEventID wanted, int number, DomainEvent happened)
    {
        RemoteDomain domain = new() { Name = happened.Domain, Uuid = happened.Uuid, Id = IdOf(happened) };
        if (wanted == VirDomainEventID.Lifecycle && LifecycleOf(happened) is { } lifecycle)
        {
            events.Tell(RemoteProgram.DomainEventCallbackLifecycle, new DomainEventCallbackLifecycleArgs
            {
                CallbackID = number,
                Msg = new RemoteDomainEventLifecycleMsg { Dom = domain, Event = (int)lifecycle.Event, Detail = lifecycle.Detail },
            });
        }
        else if (wanted == VirDomainEventID.Reboot && happened.Kind == DomainEventKind.Rebooted)
        {
            events.Tell(RemoteProgram.DomainEventCallbackReboot, new DomainEventCallbackRebootArgs
            {
                CallbackID = number,
                Msg = new RemoteDomainEventRebootMsg { Dom = domain },
            });
        }
    }

    private static int IdOf(DomainEvent happened) =>
        happened.Id is { } id && happened.Kind is not (DomainEventKind.Stopped or DomainEventKind.Defined or DomainEventKind.Undefined)
            ? (int)id : -1;

    private static (VirDomainEventType Event, int Detail)? LifecycleOf(DomainEvent happened) => happened.Kind switch
    {
        DomainEventKind.Defined => (VirDomainEventType.Defined, happened.Detail == DomainEventDetail.Updated
            ? (int)VirDomainEventDefinedDetailType.Updated : (int)VirDomainEventDefinedDetailType.Added),
        DomainEventKind.Undefined => (VirDomainEventType.Undefined, (int)VirDomainEventUndefinedDetailType.Removed),
        DomainEventKind.Started => (VirDomainEventType.Started, (int)(happened.Detail switch
        {
            DomainEventDetail.Migrated => VirDomainEventStartedDetailType.Migrated,
            DomainEventDetail.WokenUp => VirDomainEventStartedDetailType.Wakeup,
            _ => VirDomainEventStartedDetailType.Booted,
        })),
        DomainEventKind.Suspended => (VirDomainEventType.Suspended, (int)(happened.Detail switch
        {
            DomainEventDetail.Migrated => VirDomainEventSuspendedDetailType.Migrated,
            DomainEventDetail.IoError => VirDomainEventSuspendedDetailType.Ioerror,
            DomainEventDetail.Watchdog => VirDomainEventSuspendedDetailType.Watchdog,
            _ => VirDomainEventSuspendedDetailType.Paused,
        })),
        DomainEventKind.Resumed => (VirDomainEventType.Resumed, (int)(happened.Detail == DomainEventDetail.Migrated
            ? VirDomainEventResumedDetailType.Migrated : VirDomainEventResumedDetailType.Unpaused)),
        DomainEventKind.Shutdown => (VirDomainEventType.Shutdown, (int)(happened.Detail switch
        {
            DomainEventDetail.Guest => VirDomainEventShutdownDetailType.Guest,
            DomainEventDetail.Host => VirDomainEventShutdownDetailType.Host,
            _ => VirDomainEventShutdownDetailType.Finished,
        })),
        DomainEventKind.Stopped => (VirDomainEventType.Stopped, (int)(happened.Detail switch
        {
            DomainEventDetail.Destroyed => VirDomainEventStoppedDetailType.Destroyed,
            DomainEventDetail.Crashed => VirDomainEventStoppedDetailType.Crashed,
            DomainEventDetail.Migrated => VirDomainEventStoppedDetailType.Migrated,
            _ => VirDomainEventStoppedDetailType.Shutdown,
        })),
        DomainEventKind.Slept => (VirDomainEventType.Pmsuspended, 0),
        DomainEventKind.Crashed => (VirDomainEventType.Crashed, (int)VirDomainEventCrashedDetailType.Panicked),
        _ => null,
    };
}
