using System.Collections.Concurrent;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Storage;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What clients want to be told of pools.</summary>
internal sealed class PoolEventCalls(EventNumbers numbers)
{
    private readonly ConcurrentDictionary<int, Registration> _registrations = new();

    public void AddTo(CallTable calls)
    {
        // The first who asks for storage waits until it is read.
        calls.Add(RemoteProgram.ConnectStoragePoolEventRegisterAny, (c, a) => ValueTask.FromResult(Register(c, a)));
        calls.AddQuick(RemoteProgram.ConnectStoragePoolEventDeregisterAny, Deregister);
    }

    private ConnectStoragePoolEventRegisterAnyResult Register(Call call, ConnectStoragePoolEventRegisterAnyArgs arguments)
    {
        if (!Enum.IsDefined((VirStoragePoolEventID)arguments.EventID))
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Text.Of(Messages.Event_Unknown, arguments.EventID));
        }

        Registration registration =
            new(this, call.Session, numbers.Next(), (VirStoragePoolEventID)arguments.EventID, arguments.Pool?.Uuid);
        _registrations[registration.Number] = registration;
        registration.Listening = StorageNames.TryOf(call)?.Watch(registration.Tell);
        call.Session.Events.Keep(registration);
        return new ConnectStoragePoolEventRegisterAnyResult { CallbackID = registration.Number };
    }

    private XdrNothing Deregister(Call call, ConnectStoragePoolEventDeregisterAnyArgs arguments)
    {
        if (!_registrations.TryGetValue(arguments.CallbackID, out Registration? registration) || registration.Session != call.Session)
        {
            throw Fault.Of(VirErrorNumber.InternalError, VirErrorDomain.Rpc, Text.Of(Messages.Event_NotRegistered, arguments.CallbackID));
        }

        call.Session.Events.Drop(registration);
        return XdrNothing.Value;
    }

    private static VirStoragePoolEventLifecycleType TypeOf(StoragePoolEventKind kind) => kind switch
    {
        StoragePoolEventKind.Defined => VirStoragePoolEventLifecycleType.Defined,
        StoragePoolEventKind.Undefined => VirStoragePoolEventLifecycleType.Undefined,
        StoragePoolEventKind.Started => VirStoragePoolEventLifecycleType.Started,
        StoragePoolEventKind.Stopped => VirStoragePoolEventLifecycleType.Stopped,
        StoragePoolEventKind.Built => VirStoragePoolEventLifecycleType.Created,
        _ => VirStoragePoolEventLifecycleType.Deleted,
    };

    /// <summary>What a client registered.</summary>
    private sealed class Registration(
        PoolEventCalls owner, ClientSession session, int number, VirStoragePoolEventID wanted, Guid? pool) : IDisposable
    {
        public ClientSession Session { get; } = session;

        public int Number { get; } = number;

        public IDisposable? Listening { get; set; }

        public void Tell(StoragePoolEvent happened)
        {
            bool isRefresh = happened.Kind == StoragePoolEventKind.Refreshed;
            if ((pool is not null && pool != happened.Uuid) || isRefresh != (wanted == VirStoragePoolEventID.Refresh))
            {
                return;
            }

            RemoteStoragePool named = new() { Name = happened.Pool, Uuid = happened.Uuid };
            if (isRefresh)
            {
                Session.Events.Tell(
                    RemoteProgram.StoragePoolEventRefresh, new StoragePoolEventRefreshArgs { CallbackID = Number, Pool = named });
            }
            else
            {
                Session.Events.Tell(RemoteProgram.StoragePoolEventLifecycle, new StoragePoolEventLifecycleArgs
                {
                    CallbackID = Number,
                    Pool = named,
                    Event = (int)TypeOf(happened.Kind),
                    Detail = 0,
                });
            }
        }

        public void Dispose()
        {
            Listening?.Dispose();
            owner._registrations.TryRemove(Number, out _);
        }
    }
}
