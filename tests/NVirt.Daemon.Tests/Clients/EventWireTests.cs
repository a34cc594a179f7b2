using System.Net.Sockets;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Testing;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>The order of events does not depend on how long a server takes from one to the next, or on what it answers meanwhile.</summary>
public sealed class EventWireTests
{
    private const int Questions = 3;

    private static readonly Guid Uuid = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_the_host_shut_down_is_told_as_destroyed_alone() => CheckAsync(
        running: [7],
        [(6, 2, 7), (5, 1, -1)],
        [(DomainEventKind.Stopped, DomainEventDetail.Destroyed)]);

    [Fact]
    public Task What_the_host_shut_down_and_then_ended_otherwise_is_told_as_both() => CheckAsync(
        running: [7],
        [(6, 2, 7), (5, 0, -1)],
        [(DomainEventKind.Shutdown, DomainEventDetail.Host), (DomainEventKind.Stopped, DomainEventDetail.Shutdown)]);

    [Fact]
    public Task A_start_is_told_before_the_guest_runs() => CheckAsync(
        running: [],
        [(4, 0, 7), (2, 0, 7), (5, 1, -1)],
        [(DomainEventKind.Started, DomainEventDetail.Booted), (DomainEventKind.Resumed, DomainEventDetail.Unpaused),
            (DomainEventKind.Stopped, DomainEventDetail.Destroyed)]);

    [Fact]
    public Task A_guest_that_is_started_again_begins_again() => CheckAsync(
        running: [7],
        [(5, 1, -1), (4, 0, 8), (2, 0, 8), (5, 1, -1)],
        [(DomainEventKind.Stopped, DomainEventDetail.Destroyed), (DomainEventKind.Started, DomainEventDetail.Booted),
            (DomainEventKind.Resumed, DomainEventDetail.Unpaused), (DomainEventKind.Stopped, DomainEventDetail.Destroyed)]);

    [Fact]
    public async Task A_guest_that_ran_before_is_told_to_run_at_once()
    {
        Needs.Linux("the sockets are those of Linux");
        await using EventServer server = new(Uuid, running: [7]);
        await using Watcher watcher = new(server.Driver);
        await server.Registered.WaitAsync(Cancellation);
        await server.TellAsync(4, 0, 7);
        Assert.Equal(DomainEventKind.Resumed, Assert.Single(await watcher.TakeUntilAsync(DomainEventKind.Resumed)).Kind);
    }

    // Between any two events, questions are asked and answered.
    private static async Task CheckAsync(
        int[] running, (int Event, int Detail, int Id)[] sent, (DomainEventKind Kind, DomainEventDetail Detail)[] told)
    {
        Needs.Linux("the sockets are those of Linux");
        await using EventServer server = new(Uuid, running);
        await using Watcher watcher = new(server.Driver);
        await server.Registered.WaitAsync(Cancellation);
        foreach ((int number, int detail, int id) in sent)
        {
            await server.TellAsync(number, detail, id);
            for (int i = 0; i < Questions; i++)
            {
                await server.Driver.GetVersionAsync(Cancellation);
            }
        }

        List<(DomainEventKind, DomainEventDetail)> events = [];
        while (events.Count < told.Length)
        {
            events.AddRange((await watcher.TakeUntilAsync(DomainEventKind.Stopped)).Select(e => (e.Kind, e.Detail)));
        }

        Assert.Equal(told, events);
    }

    private sealed class EventServer : IAsyncDisposable
    {
        private readonly Guid _uuid;
        private readonly TaskCompletionSource<NetworkStream> _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly FakeServer _server;
        private int _registrations;

        public EventServer(Guid uuid, int[] running)
        {
            _uuid = uuid;
            RemoteDomain[] domains = [.. running.Select(Of)];
            _server = new FakeServer(async (call, stream) =>
            {
                await stream.WriteAsync(FakeServer.Reply(call, call.Procedure switch
                {
                    316 => new ConnectDomainEventCallbackRegisterAnyResult { CallbackID = _registrations++ },
                    273 => new ConnectListAllDomainsResult { Domains = domains, Ret = (uint)domains.Length },
                    _ => new ConnectGetVersionResult { HvVer = 7_002_022 },
                }));
                if (_registrations == 2)
                {
                    _registered.TrySetResult(stream);
                }
            }, isWaitedFor: true);
        }

        public IDomainDriver Driver => _server.Driver;

        public Task Registered => _registered.Task;

        public async Task TellAsync(int number, int detail, int id)
        {
            FrameHeader header = new(
                RemoteProgram.Number, 1, RemoteProgram.DomainEventCallbackLifecycle.Number, FrameType.Message, 1, FrameStatus.Ok);
            await (await _registered.Task).WriteAsync(new FrameBuffer().Frame(header, new DomainEventCallbackLifecycleArgs
            {
                CallbackID = 0,
                Msg = new RemoteDomainEventLifecycleMsg { Dom = Of(id), Event = number, Detail = detail },
            }));
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private RemoteDomain Of(int id) => new() { Name = "a", Uuid = _uuid, Id = id };
    }
}
