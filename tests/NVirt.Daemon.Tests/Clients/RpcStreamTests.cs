using System.Net.Sockets;
using System.Text;
using NVirt.Domains.Driver;
using NVirt.Rpc.Frames;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>Consoles of servers that answer whatever they like.</summary>
public sealed class RpcStreamTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_with_the_answer_is_read_and_the_end_is_the_end()
    {
        await using FakeServer server = new(async (call, stream) =>
        {
            if (IsLookup(call))
            {
                await AnswerAsync(call, stream);
                return;
            }

            await stream.WriteAsync(Frames(
                FakeServer.Reply(call, XdrNothing.Value), Data(call, "hello "), Data(call, "world"), Data(call, string.Empty)));
        });
        await using DomainConsole console = await OpenAsync(server);
        using StreamReader reader = new(console.Output);
        Assert.Equal("hello world", await reader.ReadToEndAsync(Cancellation).WaitAsync(Enough, Cancellation));
    }

    [Fact]
    public async Task What_is_written_is_sent_in_frames_of_the_stream()
    {
        TaskCompletionSource<uint> serial = new();
        await using FakeServer server = new(async (call, stream) =>
        {
            await AnswerAsync(call, stream);
            if (!IsLookup(call))
            {
                serial.TrySetResult(call.Serial);
            }
        });
        await using DomainConsole console = await OpenAsync(server);
        await console.Input!.WriteAsync(new byte[200_000], Cancellation);
        Assert.NotEqual(0u, await serial.Task);

        // The connection is as good as before.
        await Assert.ThrowsAnyAsync<Exception>(() => server.Driver.ListAsync(Cancellation).WaitAsync(Enough, Cancellation));
    }

    [Fact]
    public async Task An_error_of_the_stream_is_the_end_of_the_terminal_and_a_lost_connection_is_told()
    {
        foreach (bool isLost in (bool[])[false, true])
        {
            await using FakeServer server = new(async (call, stream) =>
            {
                await AnswerAsync(call, stream);
                if (IsLookup(call))
                {
                    return;
                }

                if (isLost)
                {
                    stream.Socket.Shutdown(SocketShutdown.Both);
                    return;
                }

                FrameHeader header = call with { Type = FrameType.Stream, Status = FrameStatus.Error };
                await stream.WriteAsync(new FrameBuffer().Frame(header, new RemoteError
                {
                    Code = 38,
                    Domain = 38,
                    Message = "Input/output error",
                    Level = 2,
                    Dom = null,
                    Str1 = null,
                    Str2 = null,
                    Str3 = null,
                    Int1 = -1,
                    Int2 = -1,
                    Net = null,
                }));
            });
            await using DomainConsole console = await OpenAsync(server);
            Exception? e = await Record.ExceptionAsync(() =>
                console.Output.ReadAsync(new byte[10], Cancellation).AsTask().WaitAsync(Enough, Cancellation));
            Assert.True(isLost ? e is DomainException { Kind: DomainErrorKind.NoConnection } : e is IOException, $"{e}");
        }
    }

    [Fact]
    public async Task A_flood_that_nobody_reads_is_held_up_and_ends_with_the_stream()
    {
        long sent = 0;
        await using FakeServer server = new(async (call, stream) =>
        {
            await AnswerAsync(call, stream);
            if (!IsLookup(call))
            {
                byte[] chunk = new FrameBuffer().Frame(
                    call with { Type = FrameType.Stream, Status = FrameStatus.Continue }, new byte[64 * 1024]).ToArray();
                for (int i = 0; i < 1000; i++)
                {
                    await stream.WriteAsync(chunk);
                    Interlocked.Add(ref sent, chunk.Length);
                }
            }
        });
        DomainConsole console = await OpenAsync(server);
        await Eventually.IsAsync(() => Interlocked.Read(ref sent) > 0);
        Assert.NotEqual(0, await console.Output.ReadAsync(new byte[10], Cancellation));
        Assert.True(Interlocked.Read(ref sent) < 60_000_000, "all of it was taken although nobody read it");
        await console.DisposeAsync();
        await Eventually.IsAsync(() => Interlocked.Read(ref sent) > 60_000_000);
    }

    private static Task<DomainConsole> OpenAsync(FakeServer server)
    {
        Needs.Linux("the sockets are those of Linux");
        return server.Driver.OpenConsoleAsync(DomainReference.OfName("web"), cancellation: Cancellation).WaitAsync(Enough, Cancellation);
    }

    private static bool IsLookup(FrameHeader call) => call.Procedure == RemoteProgram.DomainLookupByName.Number;

    private static async Task AnswerAsync(FrameHeader call, NetworkStream stream) => await stream.WriteAsync(
        IsLookup(call)
            ? FakeServer.Reply(
                call, new DomainLookupByNameResult { Dom = new RemoteDomain { Name = "web", Uuid = Guid.NewGuid(), Id = 1 } })
            : FakeServer.Reply(call, XdrNothing.Value));

    private static byte[] Data(FrameHeader call, string text) => new FrameBuffer().Frame(
        call with { Type = FrameType.Stream, Status = FrameStatus.Continue }, Encoding.ASCII.GetBytes(text)).ToArray();

    private static byte[] Frames(params byte[][] frames) => [.. frames.SelectMany(f => f)];
}
