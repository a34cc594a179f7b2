using System.Collections.Concurrent;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver.Events;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What clients want to be told of. The numbers of what they registered count through the daemon.</summary>
internal sealed class EventCalls(EventNumbers numbers)
{
    private readonly ConcurrentDictionary<int, Registration> _registrations = new();

    public void AddTo(CallTable calls)
    {
        calls.AddQuick(RemoteProgram.ConnectDomainEventCallbackRegisterAny, Register);
        calls.AddQuick(RemoteProgram.ConnectDomainEventCallbackDeregisterAny, Deregister);
    }

    private ConnectDomainEventCallbackRegisterAnyResult Register(Call call, ConnectDomainEventCallbackRegisterAnyArgs arguments)
    {
        _ = call.Hypervisor;
        if (!Enum.IsDefined((VirDomainEventID)arguments.EventID))
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Text.Of(Messages.Event_Unknown, arguments.EventID));
        }

        Registration registration = new(this, call.Session, numbers.Next(), arguments.EventID, arguments.Dom?.Uuid);
        if (_registrations.Values.Any(registration.IsSameAs))
        {
            throw Fault.Of(VirErrorNumber.InvalidArg, VirErrorDomain.None, Messages.Event_Twice);
        }

        _registrations[registration.Number] = registration;
        registration.Listening = call.Hypervisor.Events.Listen(registration.Tell);
        call.Session.Events.Keep(registration);
        return new ConnectDomainEventCallbackRegisterAnyResult { CallbackID = registration.Number };
    }

    private XdrNothing Deregister(Call call, ConnectDomainEventCallbackDeregisterAnyArgs arguments)
    {
        if (!_registrations.TryGetValue(arguments.CallbackID, out Registration? registration) || registration.Session != call.Session)
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Text.Of(Messages.Event_NotRegistered, arguments.CallbackID));
        }

        call.Session.Events.Drop(registration);
        return XdrNothing.Value;
    }

    /// <summary>What a client registered.</summary>
    private sealed class Registration(EventCalls owner, ClientSession session, int number, int eventId, Guid? domain) : IDisposable
    {
        public ClientSession Session { get; } = session;

        public int Number { get; } = number;

        public IDisposable? Listening { get; set; }

        private (ClientSession Session, int Event, Guid? Domain) Key => (Session, eventId, domain);

        public bool IsSameAs(Registration other) => Key == other.Key;

        public void Tell(DomainEvent happened)
        {
            if (domain is null || domain == happened.Uuid)
            {
                EventMessages.Tell(Session.Events, (VirDomainEventID)eventId, Number, happened);
            }
        }

        public void Dispose()
        {
            Listening?.Dispose();
            owner._registrations.TryRemove(Number, out _);
        }
    }
}
