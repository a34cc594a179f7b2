using System.Buffers.Binary;
using System.Net.Sockets;
using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>Servers that answer whatever they like: each ends in one error with a message, and in time.</summary>
public sealed class HostileServerTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("half a frame", DomainErrorKind.NoConnection)]
    [InlineData("nothing", DomainErrorKind.NoConnection)]
    [InlineData("silence", DomainErrorKind.NoConnection)]
    [InlineData("a huge length", DomainErrorKind.Hypervisor)]
    [InlineData("a tiny length", DomainErrorKind.Hypervisor)]
    [InlineData("a wrong serial", DomainErrorKind.Hypervisor)]
    [InlineData("a wrong procedure", DomainErrorKind.Hypervisor)]
    [InlineData("an unknown status", DomainErrorKind.Hypervisor)]
    [InlineData("an unknown type", DomainErrorKind.Hypervisor)]
    [InlineData("a call", DomainErrorKind.Hypervisor)]
    [InlineData("a short result", DomainErrorKind.Hypervisor)]
    [InlineData("a count of billions", DomainErrorKind.Hypervisor)]
    [InlineData("a short error", DomainErrorKind.Hypervisor)]
    public async Task What_makes_no_sense_ends_in_one_error(string what, DomainErrorKind kind)
    {
        Needs.Linux("the sockets are those of Linux");
        await using FakeServer server = new((call, stream) => AnswerAsync(what, call, stream));
        DomainException e =
            await Assert.ThrowsAsync<DomainException>(() => server.Driver.ListAsync(Cancellation).WaitAsync(Enough, Cancellation));
        Assert.Equal(kind, e.Kind);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Contains("qemu+unix:///system", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_signs_of_life_is_given_up_before_its_answer_is_due()
    {
        Needs.Linux("the sockets are those of Linux");
        await using FakeServer server = new((_, _) => Task.CompletedTask, hasKeepalive: true);
        DomainException e =
            await Assert.ThrowsAsync<DomainException>(() => server.Driver.ListAsync(Cancellation).WaitAsync(Enough, Cancellation));
        Assert.Equal(DomainErrorKind.NoConnection, e.Kind);
    }

    [Fact]
    public async Task The_next_call_after_the_end_connects_again()
    {
        Needs.Linux("the sockets are those of Linux");
        int calls = 0;
        await using FakeServer server = new(async (call, stream) =>
        {
            if (calls++ == 0)
            {
                stream.Socket.Shutdown(SocketShutdown.Both);
                return;
            }

            await stream.WriteAsync(FakeServer.Reply(call, new ConnectGetVersionResult { HvVer = 7_002_022 }));
        });
        await Assert.ThrowsAsync<DomainException>(() => server.Driver.GetVersionAsync(Cancellation).WaitAsync(Enough, Cancellation));
        Assert.Equal(new Version(7, 2, 22), await server.Driver.GetVersionAsync(Cancellation).WaitAsync(Enough, Cancellation));
    }

    [Fact]
    public async Task Numbers_that_nobody_knows_are_unknown()
    {
        Needs.Linux("the sockets are those of Linux");
        RemoteDomain domain = new() { Name = "a\u001b[2J\nb", Uuid = Guid.NewGuid(), Id = int.MaxValue };
        await using FakeServer server = new(async (call, stream) => await stream.WriteAsync(FakeServer.Reply(call, call.Procedure switch
        {
            273 => new ConnectListAllDomainsResult { Domains = [domain], Ret = 1 },
            212 => new DomainGetStateResult { State = 4711, Reason = -5 },
            _ => new DomainIsUpdatedResult { Updated = 0 },
        })));
        DomainSummary found = Assert.Single(await server.Driver.ListAsync(Cancellation).WaitAsync(Enough, Cancellation));
        Assert.Equal((DomainState.Unknown, DomainStateReason.Unknown), (found.State, found.Reason));
        Assert.DoesNotContain(found.Name, char.IsControl);
    }

    [Fact]
    public async Task Events_that_nobody_knows_are_left_out_and_a_lost_connection_ends_the_watch_with_the_reason()
    {
        Needs.Linux("the sockets are those of Linux");
        RemoteDomain domain = new() { Name = "a", Uuid = Guid.NewGuid(), Id = 1 };
        int registered = 0;
        await using FakeServer server = new(async (call, stream) =>
        {
            await stream.WriteAsync(FakeServer.Reply(call, new ConnectDomainEventCallbackRegisterAnyResult { CallbackID = registered }));
            if (++registered == 2)
            {
                await TellAsync(stream, domain, 4711, 0);
                await TellAsync(stream, domain, 3, 4711);
                stream.Socket.Shutdown(SocketShutdown.Both);
            }
        });
        List<DomainEvent> events = [];
        DomainException e = await Assert.ThrowsAsync<DomainException>(async () =>
        {
            await foreach (DomainEvent happened in server.Driver.WatchAsync(cancellation: Cancellation))
            {
                events.Add(happened);
            }
        }).WaitAsync(Enough, Cancellation);
        Assert.Equal(DomainErrorKind.NoConnection, e.Kind);
        DomainEvent only = Assert.Single(events);
        Assert.Equal((DomainEventKind.Suspended, DomainEventDetail.None), (only.Kind, only.Detail));
    }

    [Fact]
    public async Task Random_bytes_are_an_error_of_the_contract()
    {
        Needs.Linux("the sockets are those of Linux");
        Random random = new(RunSettings.Seed);
        for (int i = 0; i < RunSettings.Times(200); i++)
        {
            byte[] bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            bool isFrame = random.Next(3) > 0;
            await using FakeServer server = new(async (call, stream) =>
            {
                FrameHeader header = call with { Type = FrameType.Reply, Status = (FrameStatus)random.Next(2) };
                await stream.WriteAsync(isFrame ? new FrameBuffer().Frame(header, bytes) : bytes);
                stream.Socket.Shutdown(SocketShutdown.Send);
            });
            Exception? e =
                await Record.ExceptionAsync(() => server.Driver.GetCapabilitiesAsync(Cancellation).WaitAsync(Enough, Cancellation));
            Assert.True(e is DomainException or CpuException, $"{Convert.ToHexString(bytes)}: {e}");
        }
    }

    private static async Task TellAsync(NetworkStream stream, RemoteDomain domain, int type, int detail)
    {
        int number = RemoteProgram.DomainEventCallbackLifecycle.Number;
        FrameHeader header = new(RemoteProgram.Number, 1, number, FrameType.Message, 1, FrameStatus.Ok);
        await stream.WriteAsync(new FrameBuffer().Frame(header, new DomainEventCallbackLifecycleArgs
        {
            CallbackID = 0,
            Msg = new RemoteDomainEventLifecycleMsg { Dom = domain, Event = type, Detail = detail },
        }));
    }

    private static async Task AnswerAsync(string what, FrameHeader call, NetworkStream stream)
    {
        byte[] good = FakeServer.Reply(call, new ConnectListAllDomainsResult { Domains = [], Ret = 0 });
        byte[] Changed(int at, uint value)
        {
            byte[] changed = [.. good];
            BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at), value);
            return changed;
        }

        byte[]? bytes = what switch
        {
            "half a frame" => good[..20],
            "nothing" => [],
            "silence" => null,
            "a huge length" => Changed(0, 0x7fffffff),
            "a tiny length" => Changed(0, 3),
            "a wrong serial" => Changed(20, 4711),
            "a wrong procedure" => Changed(12, 9),
            "an unknown status" => Changed(24, 77),
            "an unknown type" => Changed(16, 99),
            "a call" => Changed(16, 0),
            "a short result" => new FrameBuffer().Frame(call with { Type = FrameType.Reply }, new byte[2]).ToArray(),
            "a count of billions" => Changed(28, uint.MaxValue),
            _ => new FrameBuffer().Frame(call with { Type = FrameType.Reply, Status = FrameStatus.Error }, new byte[8]).ToArray(),
        };
        if (bytes is null)
        {
            return;
        }

        await stream.WriteAsync(bytes);
        if (bytes.Length < good.Length)
        {
            stream.Socket.Shutdown(SocketShutdown.Send);
        }
    }
}
