using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Tests.Qmp;

/// <summary>Whatever the peer does, there is one clear error, in time.</summary>
public class HostilePeerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}\n", QmpErrorKind.Malformed)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", QmpErrorKind.Malformed)]
    [InlineData("""{"return": {}, "id": 1}""" + "\n", QmpErrorKind.Malformed)]
    [InlineData("""{"QMP": {"version": {"qemu": {"micro": -1, "minor": 2, "major": 7}, "package": ""}}}""" + "\n", QmpErrorKind.Malformed)]
    [InlineData(
        """{"QMP": {"version": {"qemu": {"micro": 1, "minor": 2, "major": 77777777777}, "package": ""}}}""" + "\n", QmpErrorKind.Malformed)]
    [InlineData("""{"QMP": 1}""" + "\n", QmpErrorKind.Malformed)]
    [InlineData("", QmpErrorKind.Closed)]
    [InlineData("""{"QMP": """, QmpErrorKind.Closed)]
    [InlineData(ScriptedPeer.Greeting + "\n", QmpErrorKind.Closed)]
    public async Task A_connection_that_does_not_begin_like_qmp_is_refused(string text, QmpErrorKind kind)
    {
        await using ScriptedPeer peer = new(p => p.SendAsync(text));
        Assert.Equal(kind, (await Assert.ThrowsAsync<QmpException>(() => peer.ConnectAsync())).Kind);
    }

    [Theory]
    [InlineData("garbage\n")]
    [InlineData("[]\n")]
    [InlineData("1\n")]
    [InlineData("{}\n")]
    [InlineData("{\"return\": }\n")]
    [InlineData("{\"return\": 1} {\"return\": 1}\n")]
    [InlineData("{\"return\": {}}\n")]
    [InlineData("{\"return\": {}, \"id\": \"text\"}\n")]
    [InlineData("{\"return\": {}, \"id\": 1e300}\n")]
    [InlineData("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no id\"}}\n")]
    [InlineData("{\"error\": 1, \"id\": 2}\n")]
    [InlineData("{\"event\": \"\\ud800\"}\n")]
    [InlineData("{\"event\": 1}\n")]
    [InlineData(ScriptedPeer.Greeting + "\n")]
    public async Task A_message_that_is_not_qmp_ends_the_connection_for_commands_and_events(string text)
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            await p.ReceiveAsync();
            await p.SendAsync(text);
            await p.HangAsync();
        });
        await using QmpClient client = await peer.ConnectAsync();
        QmpException e = await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("x", cancellation: Cancellation));
        Assert.Equal(QmpErrorKind.Malformed, e.Kind);
        Assert.NotEmpty(e.Message);
        Assert.Same(
            e, await Assert.ThrowsAsync<QmpException>(async () => await client.ReadEventsAsync(Cancellation).FirstAsync(Cancellation)));
        Assert.Same(e, await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("y", cancellation: Cancellation)));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_end_the_connection()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p => await p.SendAsync([.. "{\"event\": \""u8, 0xff, .. "\"}\n"u8]));
        await using QmpClient client = await peer.ConnectAsync();
        QmpException e =
            await Assert.ThrowsAsync<QmpException>(async () => await client.ReadEventsAsync(Cancellation).FirstAsync(Cancellation));
        Assert.Equal(QmpErrorKind.Malformed, e.Kind);
    }

    [Fact]
    public async Task A_deeply_nested_message_ends_the_connection()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
            await p.AnswerAsync(await p.ReceiveAsync(), new string('[', 100_000) + new string(']', 100_000)));
        await using QmpClient client = await peer.ConnectAsync();
        Assert.Equal(QmpErrorKind.Malformed,
            (await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("x", cancellation: Cancellation))).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_over_the_bound_ends_the_connection_whether_it_ends_or_not(bool ends)
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement command = await p.ReceiveAsync();
            await p.SendAsync($$"""{"id": {{command.GetProperty("id")}}, "return": "{{new string('x', 5000)}}{{(ends ? "\"}\n" : "")}}""");
            await p.HangAsync();
        });
        await using QmpClient client = await peer.ConnectAsync(new QmpOptions { MaxMessageBytes = 4096 });
        QmpException e = await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("x", cancellation: Cancellation));
        Assert.Equal((QmpErrorKind.TooLarge, "a QMP message is longer than 4096 bytes"), (e.Kind, e.Message));
    }

    [Fact]
    public async Task An_endless_message_is_not_kept()
    {
        byte[] chunk = [.. Enumerable.Repeat((byte)' ', 1 << 16)];
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            while (true)
            {
                await p.SendAsync(chunk);
            }
        });
        await using QmpClient client = await peer.ConnectAsync(new QmpOptions { MaxMessageBytes = 1 << 20 });
        Assert.Equal(QmpErrorKind.TooLarge,
            (await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("x", cancellation: Cancellation))).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"return": {}, "id": 2""")]
    public async Task A_peer_that_closes_fails_every_command_that_waits(string last)
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            await p.ReceiveAsync();
            await p.ReceiveAsync();
            await p.SendAsync(last);
        });
        await using QmpClient client = await peer.ConnectAsync();
        Task<JsonElement>[] commands =
            [client.ExecuteAsync("x", cancellation: Cancellation), client.ExecuteAsync("y", cancellation: Cancellation)];
        foreach (Task<JsonElement> command in commands)
        {
            Assert.Equal(QmpErrorKind.Closed, (await Assert.ThrowsAsync<QmpException>(() => command)).Kind);
        }
    }

    [Fact]
    public async Task Events_before_the_end_are_read_before_the_error()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(p => p.SendAsync("{\"event\": \"SHUTDOWN\"}\n"));
        await using QmpClient client = await peer.ConnectAsync();
        List<string> names = [];
        QmpException e = await Assert.ThrowsAsync<QmpException>(async () =>
        {
            await foreach (QmpEvent happened in client.ReadEventsAsync(Cancellation))
            {
                names.Add(happened.Name);
            }
        });
        Assert.Equal(QmpErrorKind.Closed, e.Kind);
        Assert.Equal(["SHUTDOWN"], names);
    }

    [Theory]
    [InlineData("")]
    [InlineData(ScriptedPeer.Greeting)]
    [InlineData(ScriptedPeer.Greeting + "\n")]
    public async Task A_peer_that_hangs_at_the_beginning_is_given_up(string text)
    {
        await using ScriptedPeer peer = new(async p =>
        {
            await p.SendAsync(text);
            await p.HangAsync();
        });
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(QmpErrorKind.TimedOut,
            (await Assert.ThrowsAsync<QmpException>(() => peer.ConnectAsync(new QmpOptions { Timeout = Short }))).Kind);
        Assert.InRange(watch.Elapsed, Short / 2, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_command_that_is_not_answered_times_out_and_its_late_answer_is_ignored()
    {
        TaskCompletionSource late = new();
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement first = await p.ReceiveAsync();
            await late.Task;
            await p.AnswerAsync(first, "\"late\"");
            await p.AnswerAsync(await p.ReceiveAsync(), "\"in time\"");
        });
        await using QmpClient client = await peer.ConnectAsync();
        QmpException e =
            await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("slow", timeout: Short, cancellation: Cancellation));
        Assert.Equal((QmpErrorKind.TimedOut, "slow", "QEMU did not answer slow within 0.2 s"), (e.Kind, e.Command, e.Message));
        late.SetResult();
        Assert.Equal("in time", (await client.ExecuteAsync("quick", cancellation: Cancellation)).GetString());
    }

    [Fact]
    public async Task A_command_can_be_cancelled_and_the_connection_goes_on()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            await p.ReceiveAsync();
            await p.AnswerAsync(await p.ReceiveAsync(), "1");
        });
        await using QmpClient client = await peer.ConnectAsync();
        using CancellationTokenSource cancel = new(Short);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ExecuteAsync("x", cancellation: cancel.Token));
        Assert.Equal(1, (await client.ExecuteAsync("y", cancellation: Cancellation)).GetInt32());
    }

    [Fact]
    public async Task A_connection_can_be_cancelled()
    {
        await using ScriptedPeer peer = new(p => p.HangAsync());
        using CancellationTokenSource cancel = new(Short);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => QmpClient.ConnectAsync(peer.Path, cancellation: cancel.Token));
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_stops_neither_commands_nor_disposing()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(p => p.HangAsync());
        await using QmpClient client = await peer.ConnectAsync();
        JsonObject large = new() { ["text"] = new string('x', 1_000_000) };
        Task<QmpException>[] commands = [.. Enumerable.Range(0, 40).Select(_ =>
            Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("x", large, Short, Cancellation)))];
        Assert.All(await Task.WhenAll(commands), e => Assert.Equal(QmpErrorKind.TimedOut, e.Kind));
    }
}
