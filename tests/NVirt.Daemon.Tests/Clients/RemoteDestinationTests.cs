using System.Net.Sockets;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Remote;
using NVirt.Remote.Migration;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>Destinations that answer whatever they like: only a clear word counts, and every wait ends.</summary>
public sealed class RemoteDestinationTests
{
    private static readonly Guid Uuid = Guid.Parse("0b26b1a4-8b0c-4a0c-8d6e-7d3a1a0a1f01");

    private static readonly RemotePatience Short = new()
    {
        Prepare = TimeSpan.FromSeconds(1),
        Finish = TimeSpan.FromSeconds(1),
        FinishCancelled = TimeSpan.FromMilliseconds(100),
        Abort = TimeSpan.FromSeconds(1),
    };

    private static readonly MigrationOffer Offer = new()
    {
        Document = DomainDocument.Parse($"""
            <domain type='qemu'><name>web</name><uuid>{Uuid}</uuid><memory unit='MiB'>32</memory><vcpu>1</vcpu>
            <os><type arch='x86_64'>hvm</type></os></domain>
            """),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_word_of_a_daemon_that_has_the_guest_is_taken()
    {
        MigrationAnswer answer = (await FinishAsync("taken"))!;
        Assert.Equal((Uuid, DomainState.Running), (answer.Domain!.Uuid, answer.Domain.State));
    }

    [Fact]
    public async Task A_refusal_counts_if_it_says_that_the_guest_is_gone()
    {
        MigrationAnswer answer = (await FinishAsync("gone"))!;
        Assert.False(answer.IsUnknown);
        Assert.Contains("no room", answer.Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another error")]
    [InlineData("another guest")]
    [InlineData("no word")]
    [InlineData("a foreign word")]
    [InlineData("silence")]
    [InlineData("the end")]
    [InlineData("nonsense")]
    public async Task Anything_else_is_no_answer(string what) => Assert.Null(await FinishAsync(what));

    [Fact]
    public async Task A_guest_comes_back_from_a_daemon_that_never_answers()
    {
        await using FakeServer server = new((_, _) => Task.CompletedTask);
        await using IMigrationDestination destination = Open(server);
        await Assert.ThrowsAsync<DomainException>(() => destination.PrepareAsync(Offer, Cancellation));
        await destination.AbortAsync();
    }

    [Theory]
    [InlineData("unix:/run/x")]
    [InlineData("exec:touch /tmp/x")]
    [InlineData("tcp://a b:1")]
    public async Task Nothing_but_a_host_and_a_port_is_an_address(string address)
    {
        await using FakeServer server = new(async (call, stream) =>
            await stream.WriteAsync(FakeServer.Reply(call, new DomainMigratePrepare3ParamsResult { CookieOut = [], UriOut = address })));
        await using IMigrationDestination destination = Open(server);
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => destination.PrepareAsync(Offer, Cancellation));
        Assert.Equal(DomainErrorKind.InvalidArgument, e.Kind);
    }

    [Fact]
    public async Task A_lost_daemon_is_noticed_while_state_is_sent()
    {
        NetworkStream? line = null;
        await using FakeServer server = new((call, stream) =>
        {
            line = stream;
            return AnswerAsync("prepared", call, stream);
        });
        await using IMigrationDestination destination = Open(server);
        Assert.Equal("tcp:127.0.0.1:49152", await destination.PrepareAsync(Offer, Cancellation));
        Task watching = destination.WatchAsync(Cancellation);
        Assert.False(watching.IsCompleted);
        line!.Socket.Shutdown(SocketShutdown.Both);
        await Assert.ThrowsAsync<DomainException>(() => watching);
    }

    [Fact]
    public async Task A_destination_that_was_told_to_finish_is_not_told_to_abort()
    {
        await using FakeServer server = new((call, stream) => AnswerAsync("taken", call, stream));
        await using IMigrationDestination destination = Open(server);
        await destination.PrepareAsync(Offer, Cancellation);
        await destination.FinishAsync(isPaused: false, Cancellation);
        Assert.Equal(DomainErrorKind.InvalidState, (await Assert.ThrowsAsync<DomainException>(destination.AbortAsync)).Kind);
    }

    private static IMigrationDestination Open(FakeServer server) =>
        RemoteDriver.TryOpen(server.Driver.Uri.OriginalString)!.OpenDestination(address: null, Short);

    // The answer; null if it was none.
    private static async Task<MigrationAnswer?> FinishAsync(string what)
    {
        Needs.Linux("the sockets are those of Linux");
        await using FakeServer server = new((call, stream) => AnswerAsync(what, call, stream));
        await using IMigrationDestination destination = Open(server);
        await destination.PrepareAsync(Offer, Cancellation);
        try
        {
            return await destination.FinishAsync(isPaused: false, Cancellation);
        }
        catch (DomainException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(string what, FrameHeader call, NetworkStream stream)
    {
        if (call.Procedure == RemoteProgram.DomainMigratePrepare3Params.Number)
        {
            await stream.WriteAsync(FakeServer.Reply(
                call, new DomainMigratePrepare3ParamsResult { CookieOut = [], UriOut = "tcp://127.0.0.1:49152" }));
            return;
        }

        RemoteDomain web = new() { Name = "web", Uuid = Uuid, Id = 3 };
        DomainSummary taken = new()
        {
            Name = "web",
            Uuid = what == "another guest" ? Guid.NewGuid() : Uuid,
            State = DomainState.Running,
            IsPersistent = false,
        };
        byte[] word = what switch
        {
            "no word" => [],
            "a foreign word" => "<qemu-migration/>"u8.ToArray(),
            _ => MigrationCookie.OfTaken(taken),
        };
        switch (what)
        {
            case "silence":
                break;
            case "the end":
                stream.Socket.Shutdown(SocketShutdown.Both);
                break;
            case "nonsense":
                await stream.WriteAsync(new byte[40]);
                break;
            case "gone" or "another error":
                FrameHeader header = call with { Type = FrameType.Reply, Status = FrameStatus.Error };
                await stream.WriteAsync(new FrameBuffer().Frame(header, new RemoteError
                {
                    Code = 9,
                    Domain = 10,
                    Message = "no room",
                    Level = 2,
                    Dom = null,
                    Str1 = null,
                    Str2 = null,
                    Str3 = what == "gone" ? GoneGuest.AddTo(null) : """{"guest":"perhaps"}""",
                    Int1 = -1,
                    Int2 = -1,
                    Net = null,
                }));
                break;
            default:
                await stream.WriteAsync(FakeServer.Reply(call, new DomainMigrateFinish3ParamsResult { Dom = web, CookieOut = word }));
                break;
        }
    }
}
