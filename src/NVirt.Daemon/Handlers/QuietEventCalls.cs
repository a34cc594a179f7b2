using System.Collections.Concurrent;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// What clients want to be told of networks, node devices and secrets: there are none, so nothing ever happens to them. A client that is
/// refused looks for changes again and again instead.
/// </summary>
internal sealed class QuietEventCalls(EventNumbers numbers)
{
    private readonly ConcurrentDictionary<int, Registration> _registrations = new();

    public void AddTo(CallTable calls)
    {
        calls.AddQuick(
            RemoteProgram.ConnectNetworkEventRegisterAny,
            (c, a) => new ConnectNetworkEventRegisterAnyResult { CallbackID = Register<VirNetworkEventID>(c, a.EventID) });
        calls.AddQuick(RemoteProgram.ConnectNetworkEventDeregisterAny, (c, a) => Deregister<VirNetworkEventID>(c, a.CallbackID));
        calls.AddQuick(
            RemoteProgram.ConnectNodeDeviceEventRegisterAny,
            (c, a) => new ConnectNodeDeviceEventRegisterAnyResult { CallbackID = Register<VirNodeDeviceEventID>(c, a.EventID) });
        calls.AddQuick(RemoteProgram.ConnectNodeDeviceEventDeregisterAny, (c, a) => Deregister<VirNodeDeviceEventID>(c, a.CallbackID));
        calls.AddQuick(
            RemoteProgram.ConnectSecretEventRegisterAny,
            (c, a) => new ConnectSecretEventRegisterAnyResult { CallbackID = Register<VirSecretEventID>(c, a.EventID) });
        calls.AddQuick(RemoteProgram.ConnectSecretEventDeregisterAny, (c, a) => Deregister<VirSecretEventID>(c, a.CallbackID));
    }

    private int Register<TEvent>(Call call, int wanted)
        where TEvent : struct, Enum
    {
        if (!Enum.GetValuesAsUnderlyingType<TEvent>().Cast<int>().Contains(wanted))
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Text.Of(Messages.Event_Unknown, wanted));
        }

        Registration registration = new(this, call.Session, numbers.Next(), typeof(TEvent));
        _registrations[registration.Number] = registration;
        call.Session.Events.Keep(registration);
        return registration.Number;
    }

    private XdrNothing Deregister<TEvent>(Call call, int number)
        where TEvent : struct, Enum
    {
        if (!_registrations.TryGetValue(number, out Registration? registration) || registration.Session != call.Session
            || registration.Kind != typeof(TEvent))
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Text.Of(Messages.Event_NotRegistered, number));
        }

        call.Session.Events.Drop(registration);
        return XdrNothing.Value;
    }

    private sealed class Registration(QuietEventCalls owner, ClientSession session, int number, Type kind) : IDisposable
    {
        public ClientSession Session { get; } = session;

        public int Number { get; } = number;

        public Type Kind { get; } = kind;

        public void Dispose() => owner._registrations.TryRemove(Number, out _);
    }
}
