using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver.Events;
using NVirt.Remote.Words;
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
        if (wanted == VirDomainEventID.Lifecycle && DomainEventNumbers.Of(happened.Kind, happened.Detail) is { } lifecycle)
        {
            events.Tell(RemoteProgram.DomainEventCallbackLifecycle, new DomainEventCallbackLifecycleArgs
            {
                CallbackID = number,
                Msg = new RemoteDomainEventLifecycleMsg { Dom = domain, Event = (int)lifecycle.Type, Detail = lifecycle.Detail },
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
}
