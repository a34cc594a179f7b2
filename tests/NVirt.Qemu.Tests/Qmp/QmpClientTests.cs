using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Qemu.Qmp;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Qmp;

public class QmpClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_greeting_tells_version_package_and_capabilities()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(p => p.HangAsync());
        await using QmpClient client = await peer.ConnectAsync();
        Assert.Equal(new Version(7, 2, 3), client.Greeting.Version);
        Assert.Equal("Debian 7.2", client.Greeting.Package);
        Assert.Equal(["oob"], client.Greeting.Capabilities);
    }

    [Fact]
    public async Task Capabilities_are_negotiated_before_any_command_and_none_is_enabled()
    {
        TaskCompletionSource<JsonElement> first = new();
        await using ScriptedPeer peer = new(async p =>
        {
            await p.SendAsync(ScriptedPeer.Greeting + "\r\n");
            first.SetResult(await p.ReceiveAsync());
            await p.AnswerAsync(first.Task.Result, "{}");
        });
        await using QmpClient client = await peer.ConnectAsync();
        JsonElement command = await first.Task;
        Assert.Equal("qmp_capabilities", command.GetProperty("execute").GetString());
        Assert.False(command.TryGetProperty("arguments", out _));
    }

    [Fact]
    public async Task The_first_commands_follow_the_negotiation_without_waiting_for_it()
    {
        List<string?> names = [];
        await using ScriptedPeer peer = new(async p =>
        {
            await p.SendAsync(ScriptedPeer.Greeting + "\r\n");
            JsonElement negotiation = await p.ReceiveAsync();
            JsonElement first = await p.ReceiveAsync();
            names.AddRange(new[] { negotiation, first }.Select(c => c.GetProperty("execute").GetString()));
            await p.AnswerAsync(negotiation, "{}");
            await p.AnswerAsync(first, """{"running": true}""");
        });
        Task<JsonElement>? answer = null;
        await using QmpClient client = await QmpClient.ConnectAsync(
            peer.Path, options: null, c => answer = c.ExecuteAsync("query-status", cancellation: Cancellation), Cancellation);
        Assert.True((await answer!).GetProperty("running").GetBoolean());
        Assert.Equal(["qmp_capabilities", "query-status"], names);
    }

    [Fact]
    public async Task Many_clients_take_turns_at_a_QEMU_that_hears_one_at_a_time()
    {
        Needs.Linux("a full queue of a socket is told there");
        using TempFolder folder = new();
        string path = Path.Combine(folder.Root, "q");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        const int count = 12;
        Task serving = Task.Run(async () =>
        {
            for (int i = 0; i < count; i++)
            {
                await using NetworkStream one = new(await listener.AcceptAsync(Cancellation), ownsSocket: true);
                using StreamReader lines = new(one);
                await one.WriteAsync(Encoding.UTF8.GetBytes(ScriptedPeer.Greeting + "\r\n"), Cancellation);
                using JsonDocument command = JsonDocument.Parse((await lines.ReadLineAsync(Cancellation))!);
                string answer = $$$"""{"return": {}, "id": {{{command.RootElement.GetProperty("id").GetRawText()}}}}""" + "\r\n";
                await one.WriteAsync(Encoding.UTF8.GetBytes(answer), Cancellation);
                await lines.ReadLineAsync(Cancellation);
            }
        }, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ => await (await QmpClient.ConnectAsync(path)).DisposeAsync()));
        await serving;
    }

    [Fact]
    public async Task A_command_is_sent_with_its_arguments_and_returns_what_the_peer_says()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement command = await p.ReceiveAsync();
            await p.AnswerAsync(command, $$"""{"echo": {{command.GetRawText()}}}""");
        });
        await using QmpClient client = await peer.ConnectAsync();
        JsonObject arguments = new() { ["type"] = "full", ["model"] = new JsonObject { ["name"] = "a\"\n\u00e4" } };
        JsonElement echo = (await client.ExecuteAsync("query-x", arguments, cancellation: Cancellation)).GetProperty("echo");
        Assert.Equal("query-x", echo.GetProperty("execute").GetString());
        Assert.True(JsonNode.DeepEquals(arguments, JsonObject.Create(echo.GetProperty("arguments"))));
    }

    [Fact]
    public async Task An_error_names_class_description_and_command_and_the_connection_goes_on()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement command = await p.ReceiveAsync();
            await p.SendAsync(
                $$$"""{"id": {{{command.GetProperty("id")}}}, "error": {"class": "CommandNotFound", "desc": "no such thing"}}""" + "\r\n");
            await p.AnswerAsync(await p.ReceiveAsync(), "1");
        });
        await using QmpClient client = await peer.ConnectAsync();
        QmpException e = await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("no-such-thing", cancellation: Cancellation));
        Assert.Equal(QmpErrorKind.Refused, e.Kind);
        Assert.Equal(("CommandNotFound", "no such thing", "no-such-thing"), (e.ErrorClass, e.Description, e.Command));
        Assert.Equal("QEMU refuses no-such-thing: no such thing (CommandNotFound)", e.Message);
        Assert.Equal(1, (await client.ExecuteAsync("next", cancellation: Cancellation)).GetInt32());
    }

    [Fact]
    public async Task Answers_may_come_in_any_order()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement[] commands = [await p.ReceiveAsync(), await p.ReceiveAsync(), await p.ReceiveAsync()];
            foreach (JsonElement command in commands.Reverse())
            {
                await p.AnswerAsync(command, command.GetProperty("execute").GetRawText());
            }
        });
        await using QmpClient client = await peer.ConnectAsync();
        string[] names = ["one", "two", "three"];
        JsonElement[] answers = await Task.WhenAll(names.Select(n => client.ExecuteAsync(n, cancellation: Cancellation)));
        Assert.Equal(names, answers.Select(a => a.GetString()));
    }

    [Fact]
    public async Task Many_threads_may_use_one_connection()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            while (true)
            {
                JsonElement command = await p.ReceiveAsync();
                await p.AnswerAsync(command, command.GetProperty("arguments").GetProperty("number").GetRawText());
            }
        });
        await using QmpClient client = await peer.ConnectAsync();
        await Parallel.ForAsync(0, 500, Cancellation, async (i, c) =>
            Assert.Equal(i, (await client.ExecuteAsync("echo", new JsonObject { ["number"] = i }, cancellation: c)).GetInt32()));
    }

    [Fact]
    public async Task Messages_may_be_split_anywhere()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement command = await p.ReceiveAsync();
            foreach (byte b in System.Text.Encoding.UTF8.GetBytes(
                $$"""{"id": {{command.GetProperty("id")}}, "return": "\u00e4 ä €"}""" + "\r\n"))
            {
                await p.SendAsync([b]);
                await Task.Yield();
            }
        });
        await using QmpClient client = await peer.ConnectAsync();
        Assert.Equal("ä ä €", (await client.ExecuteAsync("x", cancellation: Cancellation)).GetString());
    }

    [Fact]
    public async Task Messages_may_come_together_with_empty_lines_and_line_feeds_only()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement id = (await p.ReceiveAsync()).GetProperty("id");
            await p.SendAsync($$"""{"event": "A"}""" + "\n\r\n  \n" + $$"""{"id": {{id}}, "return": 1}""" + "\n{\"event\": \"B\"}\r\n");
            await p.HangAsync();
        });
        await using QmpClient client = await peer.ConnectAsync();
        Assert.Equal(1, (await client.ExecuteAsync("x", cancellation: Cancellation)).GetInt32());
        Assert.Equal(["A", "B"], (await TakeAsync(client, 2)).Select(e => e.Name));
    }

    [Fact]
    public async Task A_long_message_comes_whole()
    {
        string text = new('x', 1_000_000);
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p => await p.AnswerAsync(await p.ReceiveAsync(), $"\"{text}\""));
        await using QmpClient client = await peer.ConnectAsync();
        Assert.Equal(text, (await client.ExecuteAsync("x", cancellation: Cancellation)).GetString());
    }

    [Fact]
    public async Task Events_between_answers_keep_their_order_data_and_time()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement command = await p.ReceiveAsync();
            await p.SendAsync(
                """{"timestamp": {"seconds": 1700000000, "microseconds": 250000}, "event": "SHUTDOWN", "data": {"guest": true}}"""
                    + "\r\n");
            await p.AnswerAsync(command, "{}");
            await p.SendAsync("""{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "STOP"}""" + "\r\n");
            await p.HangAsync();
        });
        await using QmpClient client = await peer.ConnectAsync();
        await client.ExecuteAsync("quit", cancellation: Cancellation);
        QmpEvent[] events = await TakeAsync(client, 2);
        Assert.Equal("SHUTDOWN", events[0].Name);
        Assert.True(Assert.NotNull(events[0].Data).GetProperty("guest").GetBoolean());
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250), events[0].Time);
        Assert.Equal(new QmpEvent("STOP", Data: null, Time: null), events[1]);
    }

    [Fact]
    public async Task Events_that_nobody_reads_are_dropped_from_the_oldest_and_counted()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            JsonElement command = await p.ReceiveAsync();
            await p.SendAsync(string.Concat(Enumerable.Range(0, 10).Select(i => $$"""{"event": "E{{i}}"}""" + "\r\n")));
            await p.AnswerAsync(command, "{}");
            await p.HangAsync();
        });
        await using QmpClient client = await peer.ConnectAsync(new QmpOptions { MaxWaitingEvents = 3 });
        await client.ExecuteAsync("x", cancellation: Cancellation);
        Assert.Equal(7, client.DroppedEvents);
        Assert.Equal(["E7", "E8", "E9"], (await TakeAsync(client, 3)).Select(e => e.Name));
    }

    [Fact]
    public async Task Disposing_ends_the_stream_of_events_and_the_commands_that_wait()
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(p => p.HangAsync());
        QmpClient client = await peer.ConnectAsync();
        Task<QmpEvent[]> events = TakeAsync(client, 1);
        Task<JsonElement> command = client.ExecuteAsync("x", cancellation: Cancellation);
        await client.DisposeAsync();
        await client.DisposeAsync();
        Assert.Empty(await events);
        Assert.Equal(QmpErrorKind.Closed, (await Assert.ThrowsAsync<QmpException>(() => command)).Kind);
        Assert.Equal(
            QmpErrorKind.Closed, (await Assert.ThrowsAsync<QmpException>(() => client.ExecuteAsync("y", cancellation: Cancellation))).Kind);
    }

    [Fact]
    public async Task Without_a_listener_the_socket_is_unreachable()
    {
        using TempFolder folder = new();
        QmpException e = await Assert.ThrowsAsync<QmpException>(
            () => QmpClient.ConnectAsync(Path.Combine(folder.Root, "none"), cancellation: Cancellation));
        Assert.Equal(QmpErrorKind.Unreachable, e.Kind);
        Assert.Contains(folder.Root, e.Message, StringComparison.Ordinal);
    }

    private static async Task<QmpEvent[]> TakeAsync(QmpClient client, int count) =>
        await client.ReadEventsAsync(Cancellation).Take(count).ToArrayAsync(Cancellation);
}
