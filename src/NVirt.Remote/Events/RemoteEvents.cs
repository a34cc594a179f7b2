using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Peers;
using NVirt.Remote.Words;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;

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

    /// <summary>Ends what is watched, once what still waits for its order was told.</summary>
    public void Close(Exception error)
    {
        lock (_lock)
        {
            Tell(_order.End());
        }

        _hub.Close(error);
    }

    /// <summary>Events from this call on.</summary>
    public IAsyncEnumerable<DomainEvent> Watch(CancellationToken cancellation) => _hub.Watch(domain: null, cancellation);

    /// <summary>Asks the server for its events, once.</summary>
    public Task RegisterAsync()
    {
        lock (_lock)
        {
            return _registering ??= BeginAsync();
        }
    }

    // All of it is sent before any of it is answered. What runs is asked last, so that no start is missed.
    private async Task BeginAsync()
    {
        Task registering = Task.WhenAll(RegisterAsync(VirDomainEventID.Lifecycle), RegisterAsync(VirDomainEventID.Reboot));
        Task<ConnectListAllDomainsResult> listing = _client.CallAsync(
            RemoteProgram.ConnectListAllDomains,
            new ConnectListAllDomainsArgs { NeedResults = 1, Flags = (uint)VirConnectListAllDomainsFlags.Active });
        await Task.WhenAll(registering, listing).ConfigureAwait(false);
        RemoteDomain[] running = (await listing.ConfigureAwait(false)).Domains;
        lock (_lock)
        {
            Tell(_order.Begin(running.Where(d => d.Id >= 0).Select(d => (d.Uuid, (uint)d.Id))));
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
            Tell(_order.Add(happened));
        }
    }

    private void Tell(IReadOnlyList<DomainEvent> told)
    {
        foreach (DomainEvent next in told)
        {
            _hub.Publish(next);
        }
    }
}
