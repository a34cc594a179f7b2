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
        calls.AddQuickAsync(RemoteProgram.ConnectDomainEventCallbackRegisterAny, RegisterAsync);
        calls.AddQuick(RemoteProgram.ConnectDomainEventCallbackDeregisterAny, Deregister);
    }

    private async ValueTask<ConnectDomainEventCallbackRegisterAnyResult> RegisterAsync(
        Call call, ConnectDomainEventCallbackRegisterAnyArgs arguments)
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
        call.Session.Events.Keep(registration);
        registration.Begin(await call.Hypervisor.Events.ListenAsync(registration.Tell));
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
        private readonly Lock _lock = new();
        private IDisposable? _listening;
        private bool _isOver;

        public ClientSession Session { get; } = session;

        public int Number { get; } = number;

        private (ClientSession Session, int Event, Guid? Domain) Key => (Session, eventId, domain);

        public bool IsSameAs(Registration other) => Key == other.Key;

        public void Tell(DomainEvent happened)
        {
            if (domain is null || domain == happened.Uuid)
            {
                EventMessages.Tell(Session.Events, (VirDomainEventID)eventId, Number, happened);
            }
        }

        /// <summary>Keeps what is to end with it; it may have ended meanwhile.</summary>
        public void Begin(IDisposable listening)
        {
            lock (_lock)
            {
                _listening = listening;
                if (_isOver)
                {
                    listening.Dispose();
                }
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _isOver = true;
                _listening?.Dispose();
            }

            owner._registrations.TryRemove(Number, out _);
        }
    }
}
