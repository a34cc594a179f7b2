using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Peers;
using NVirt.Remote.Words;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Remote.Events;

/// <summary>What a server tells of its domains, for any number of watchers. Safe for use by several threads.</summary>
internal sealed class RemoteEvents
{
    private readonly RpcClient _client;
    private readonly DomainEventHub _hub = new();
    private readonly WireOrder _order = new();
    private readonly Lock _lock = new();
    private Task? _registering;

    public RemoteEvents(RpcClient client)
    {
        _client = client;
        client.Listen(RemoteProgram.DomainEventCallbackLifecycle, (DomainEventCallbackLifecycleArgs a) =>
        {
            if (DomainEventNumbers.EventOf(a.Msg.Event, a.Msg.Detail) is { } known)
            {
                Take(Of(a.Msg.Dom, known.Kind, known.Detail));
            }
        });
        client.Listen(RemoteProgram.DomainEventCallbackReboot, (DomainEventCallbackRebootArgs a) =>
            Take(Of(a.Msg.Dom, DomainEventKind.Rebooted, DomainEventDetail.None)));
    }

    /// <summary>Ends what is watched.</summary>
    public void Close(Exception error) => _hub.Close(error);

    /// <summary>Events from this call on.</summary>
    public IAsyncEnumerable<DomainEvent> Watch(CancellationToken cancellation) => _hub.Watch(domain: null, cancellation);

    /// <summary>Asks the server for its events, once.</summary>
    public Task RegisterAsync()
    {
        lock (_lock)
        {
            return _registering ??= Task.WhenAll(RegisterAsync(VirDomainEventID.Lifecycle), RegisterAsync(VirDomainEventID.Reboot));
        }
    }

    private Task<ConnectDomainEventCallbackRegisterAnyResult> RegisterAsync(VirDomainEventID kind) => _client.CallAsync(
        RemoteProgram.ConnectDomainEventCallbackRegisterAny,
        new ConnectDomainEventCallbackRegisterAnyArgs { EventID = (int)kind, Dom = null });

    private static DomainEvent Of(RemoteDomain domain, DomainEventKind kind, DomainEventDetail detail) =>
        new(DateTimeOffset.UtcNow, PeerText.Show(domain.Name), domain.Uuid, kind, detail) { Id = domain.Id >= 0 ? (uint)domain.Id : null };

    private void Take(DomainEvent happened)
    {
        lock (_lock)
        {
            IReadOnlyList<DomainEvent> told = _order.Add(happened, out bool isHeld);
            foreach (DomainEvent next in told)
            {
                _hub.Publish(next);
            }

            if (isHeld)
            {
                _ = ReleaseAsync(happened);
            }
        }
    }

    // What belongs to it comes with it: before the answer to any question that is asked now.
    private async Task ReleaseAsync(DomainEvent held)
    {
        try
        {
            await _client.CallAsync(RemoteProgram.ConnectGetLibVersion, XdrNothing.Value).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcConnectionException or RpcServerException)
        {
            // It is told all the same.
        }

        lock (_lock)
        {
            if (_order.Release(held))
            {
                _hub.Publish(held);
            }
        }
    }
}
