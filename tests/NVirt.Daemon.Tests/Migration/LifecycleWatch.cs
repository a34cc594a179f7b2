using System.Collections.Concurrent;
using NVirt.Remote.Words;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Tests.Migration;

/// <summary>What a daemon tells of its domains' lives, in the order in which it comes.</summary>
internal sealed class LifecycleWatch : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly RpcClient _client;

    private LifecycleWatch(RpcClient client)
    {
        _client = client;
        client.Listen(RemoteProgram.DomainEventCallbackLifecycle, (DomainEventCallbackLifecycleArgs a) =>
            _told.Enqueue(DomainEventNumbers.EventOf(a.Msg.Event, a.Msg.Detail) is { } e ? $"{e.Kind}/{e.Detail}" : "?"));
    }

    /// <summary>Connects, and begins to listen.</summary>
    public static async Task<LifecycleWatch> OpenAsync(string socket)
    {
        LifecycleWatch watch = new(await WireClient.OpenAsync(socket));
        await watch._client.CallAsync(
            RemoteProgram.ConnectDomainEventCallbackRegisterAny,
            new ConnectDomainEventCallbackRegisterAnyArgs { EventID = (int)VirDomainEventID.Lifecycle, Dom = null });
        return watch;
    }

    /// <summary>Waits for as many events as are expected, which must be these.</summary>
    public async Task UntilAsync(params string[] expected)
    {
        await Eventually.IsAsync(() => _told.Count >= expected.Length);
        Assert.Equal(string.Join(", ", expected), string.Join(", ", _told));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
