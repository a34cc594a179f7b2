using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Migration;

namespace NVirt.Qemu.Tests.Migration;

/// <summary>How peers that send odd messages, or none, are handled.</summary>
public sealed class PeerTests
{
    private const string Hello = "{\"nvirt\":2,\"since\":2,\"name\":\"x\"}";

    private static readonly Guid Uuid = Guid.Parse("6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b11");

    private static readonly MigrationOffer Offer = new()
    {
        Document = DomainDocument.Parse(
            $"<domain type='qemu'><name>guest</name><uuid>{Uuid}</uuid><os><type arch='x86_64'>hvm</type></os></domain>"),
    };

    private static readonly MigrationPatience Short = new()
    {
        Greeting = TimeSpan.FromMilliseconds(200),
        Prepare = TimeSpan.FromMilliseconds(200),
        Finish = TimeSpan.FromMilliseconds(200),
        FinishCancelled = TimeSpan.FromMilliseconds(50),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{\"nvirt\":1,\"name\":\"x\"}", DomainErrorKind.NoSupport)]
    [InlineData("{\"nvirt\":9,\"since\":3}", DomainErrorKind.NoSupport)]
    [InlineData("{\"nvirt\":9}", DomainErrorKind.NoSupport)]
    [InlineData("[1,2]", DomainErrorKind.Failed)]
    [InlineData("{\"nvirt\":\"2\"}", DomainErrorKind.Failed)]
    [InlineData("{\"nvirt\":1e99}", DomainErrorKind.Failed)]
    [InlineData("{\"nvirt\":2.5}", DomainErrorKind.Failed)]
    [InlineData("{\"nvirt\\ud800\":2}", DomainErrorKind.Failed)]
    [InlineData("SSH banner", DomainErrorKind.Failed)]
    [InlineData("", DomainErrorKind.Failed)]
    public async Task Who_greets_otherwise_gets_nothing(string hello, DomainErrorKind kind)
    {
        Script script = new(hello);
        PeerDestination peer = script.Connect(MigrationPatience.Usual);
        Assert.Equal(kind, (await Assert.ThrowsAsync<DomainException>(() => peer.GreetAsync(Cancellation))).Kind);
        await Assert.ThrowsAsync<DomainException>(() => peer.PrepareAsync(Offer, Cancellation));
        Assert.Empty(script.Said);
    }

    [Fact]
    public async Task A_line_that_is_no_text_is_refused_also_where_nobody_asks_for_it()
    {
        using MemoryStream input = new([.. "{\"nvirt\":2,\"since\":2,\"mood\":\""u8, 0xff, .. "\"}\n"u8]);
        JsonLines lines = new(input, Stream.Null, maxRead: 1000, maxWritten: 1000);
        await Assert.ThrowsAsync<DomainException>(() => lines.ReadAsync(TimeSpan.FromMinutes(1), Cancellation));
    }

    [Fact]
    public async Task A_newer_peer_that_still_speaks_this_version_is_spoken_to_in_it()
    {
        Script script = new("{\"nvirt\":7,\"since\":2,\"mood\":\"fine\"}", "{\"version\":2,\"id\":1,\"return\":\"unix:/x\",\"more\":[1]}");
        PeerDestination peer = script.Connect(MigrationPatience.Usual);
        await peer.GreetAsync(Cancellation);
        Assert.Equal("unix:/x", await peer.PrepareAsync(Offer, Cancellation));
        Assert.Contains("\"version\":2", script.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_newer_peer_break_nothing()
    {
        PeerDestination peer = await GreetedAsync(
            $$$"""{"version":2,"id":1,"return":{"name":"guest","uuid":"{{{Uuid}}}","state":"Booting","isPersistent":true}}""");
        Assert.Equal(DomainState.Unknown, (await peer.FinishAsync(isPaused: false, Cancellation)).Domain!.State);
        peer = await GreetedAsync("""{"version":2,"id":1,"error":{"kind":"TooTired","message":"m","guest":"gone"}}""");
        Assert.Equal(
            DomainErrorKind.Failed, Assert.IsType<DomainException>((await peer.FinishAsync(isPaused: false, Cancellation)).Refusal).Kind);
        peer = await GreetedAsync(
            """{"version":2,"id":1,"error":{"kind":"Refused","message":"m","cpu":{"kind":"Incompatible","reasons":[{"rule":"Dreams"},"""
                + """{"rule":"UnexpectedlyDisabled","subject":"avx2"}]}}}""");
        DomainException refused = await Assert.ThrowsAsync<DomainException>(() => peer.PrepareAsync(Offer, Cancellation));
        Assert.Equal("avx2", Assert.Single(Assert.IsType<CpuException>(refused.InnerException).Refusal.Reasons).Subject);
    }

    [Theory]
    [InlineData("""{"version":2,"id":1,"error":{"kind":"Failed","message":"sure"}}""")]
    [InlineData("""{"version":2,"id":1,"return":null}""")]
    [InlineData("""{"version":2,"id":1,"return":{}}""")]
    [InlineData("""{"return":{}}""")]
    [InlineData("""{"error":{"kind":"Failed","message":"sure","guest":"gone"}}""")]
    [InlineData("""{"version":2,"id":2,"error":{"kind":"Failed","message":"sure","guest":"gone"}}""")]
    [InlineData("oops")]
    [InlineData(null)]
    public async Task What_is_no_refusal_of_finish_is_none(string? answer)
    {
        PeerDestination peer = await GreetedAsync(answer);
        await Assert.ThrowsAsync<DomainException>(() => peer.FinishAsync(isPaused: false, Cancellation));
    }

    [Fact]
    public async Task An_error_of_a_peer_moves_no_cursor_and_turns_no_line()
    {
        PeerDestination peer = await GreetedAsync(
            """{"version":2,"id":1,"error":{"kind":"7","message":"\u001b[2J\u0007 \u009b31m red\nline2\u202e rtl\u200b"}}""");
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => peer.PrepareAsync(Offer, Cancellation));
        Assert.Equal((DomainErrorKind.Failed, "peer:  [2J   31m red line2  rtl "), (e.Kind, e.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","cpu":null""")]
    [InlineData(""","cpu":{"kind":"Nope","reasons":[]}""")]
    [InlineData(""","cpu":{"kind":"Incompatible","reasons":[]}""")]
    [InlineData(""","cpu":{"kind":"Nope","reasons":[{"rule":"UnexpectedlyDisabled","subject":"avx2"}]}""")]
    [InlineData(""","cpu":{"kind":"Incompatible","reasons":[{"rule":"Malformed","subject":"avx2"}]}""")]
    [InlineData(""","cpu":{"kind":"Undecided","reasons":[{"rule":"UnexpectedlyDisabled","subject":"avx2"}]}""")]
    public async Task A_refusal_that_judges_no_cpu_is_a_failure(string cpu)
    {
        PeerDestination peer = await GreetedAsync($$$"""{"version":2,"id":1,"error":{"kind":"Refused","message":"m"{{{cpu}}}}}""");
        Assert.Equal(
            DomainErrorKind.Failed, (await Assert.ThrowsAsync<DomainException>(() => peer.PrepareAsync(Offer, Cancellation))).Kind);
    }

    [Fact]
    public async Task A_silent_peer_is_named_with_what_it_was_asked()
    {
        PeerDestination peer = new Script { IsOpen = true }.Connect(Short);
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => peer.GreetAsync(Cancellation));
        Assert.Equal(DomainErrorKind.TimedOut, e.Kind);
        peer = new Script(Hello) { IsOpen = true }.Connect(Short);
        await peer.GreetAsync(Cancellation);
        e = await Assert.ThrowsAsync<DomainException>(() => peer.PrepareAsync(Offer, Cancellation));
        Assert.Equal("peer did not answer \"prepare\" within 0.2 seconds", e.Message);
        Assert.True(peer.IsLost);
    }

    [Fact]
    public async Task Waiting_for_a_silent_peer_can_be_cancelled_and_says_for_whom_it_was()
    {
        PeerDestination peer = new Script(Hello) { IsOpen = true }.Connect(MigrationPatience.Usual);
        await peer.GreetAsync(Cancellation);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(50));
        OperationCanceledException e =
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => peer.PrepareAsync(Offer, cancel.Token));
        Assert.Equal("cancelled while waiting for peer to answer \"prepare\"", e.Message);
    }

    [Fact]
    public async Task A_message_without_end_is_not_kept()
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19));
        JsonLines lines = new(pipe.Reader.AsStream(), Stream.Null, maxRead: 4 << 20, maxWritten: 0);
        Task writing = Task.Run(async () =>
        {
            byte[] much = new byte[1 << 20];
            for (int i = 0; i < 64 && !(await pipe.Writer.WriteAsync(much, Cancellation)).IsCompleted; i++)
            {
            }
        }, Cancellation);
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => lines.ReadAsync(TimeSpan.FromMinutes(1), Cancellation));
        Assert.Contains("4194304", e.Message, StringComparison.Ordinal);
        await pipe.Reader.CompleteAsync();
        await writing;
    }

    [Fact]
    public async Task What_is_too_long_for_the_other_side_is_not_sent()
    {
        using MemoryStream output = new();
        JsonLines lines = new(Stream.Null, output, maxRead: 0, maxWritten: 100);
        await Assert.ThrowsAsync<DomainException>(
            () => lines.WriteAsync(new JsonObject { ["x"] = new string('x', 100) }, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Empty(output.ToArray());
    }

    [Fact]
    public async Task An_old_source_is_greeted_so_that_it_refuses_before_it_sends_anything()
    {
        using MemoryStream output = new();
        await DestinationService.RunAsync(new MemoryStream(), output, new MigrationArrival(new NoGuest()), Cancellation);

        // NVirt 0.1 continued only if this number was 1.
        Assert.Equal("{\"nvirt\":2,\"since\":2,\"name\":\"nowhere\"}\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task An_old_source_that_asks_all_the_same_is_refused_and_nothing_is_prepared()
    {
        using MemoryStream output = new();
        using MemoryStream input =
            new(Encoding.UTF8.GetBytes(
                "{\"execute\":\"prepare\",\"offer\":{\"document\":\"<domain/>\"}}\n{\"execute\":\"finish\",\"isPaused\":false}\n"));
        NoGuest guest = new();
        await DestinationService.RunAsync(input, output, new MigrationArrival(guest), Cancellation);
        string[] answers = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, answers.Length);
        Assert.All(answers[1..], a => Assert.Contains("\"error\"", a, StringComparison.Ordinal));
        Assert.False(guest.WasAsked);
    }

    [Fact]
    public async Task A_question_that_comes_again_gets_the_same_answer_and_an_old_one_none()
    {
        string prepare =
            new JsonObject { ["version"] = 2, ["id"] = 1, ["execute"] = "prepare", ["offer"] = MigrationOfferJson.Write(Offer) }
                .ToJsonString();
        const string finish = "{\"version\":2,\"id\":2,\"execute\":\"finish\",\"isPaused\":false}";
        const string old = "{\"version\":2,\"id\":1,\"execute\":\"beat\"}";
        using MemoryStream input = new(Encoding.UTF8.GetBytes($"{prepare}\n{prepare}\n{finish}\n{finish}\n{old}\n"));
        using MemoryStream output = new();
        MigrationArrival arrival = new(new NoGuest());
        await DestinationService.RunAsync(input, output, arrival, Cancellation);
        string[] answers = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((answers[1], answers[3]), (answers[2], answers[4]));
        Assert.Contains("\"return\":\"unix:/x\"", answers[2], StringComparison.Ordinal);
        Assert.Contains("\"state\":\"Running\"", answers[4], StringComparison.Ordinal);
        Assert.Contains("request 1 came after request 2", answers[5], StringComparison.Ordinal);
        Assert.Equal(MigrationDestinationState.Taken, arrival.State);
    }

    [Fact]
    public async Task A_destination_that_is_to_end_while_it_takes_over_does_that_first_and_says_so()
    {
        string prepare =
            new JsonObject { ["version"] = 2, ["id"] = 1, ["execute"] = "prepare", ["offer"] = MigrationOfferJson.Write(Offer) }
                .ToJsonString();
        using MemoryStream input =
            new(Encoding.UTF8.GetBytes($"{prepare}\n{{\"version\":2,\"id\":2,\"execute\":\"finish\",\"isPaused\":false}}\n"));
        using MemoryStream output = new();
        using CancellationTokenSource end = new();
        MigrationArrival arrival = new(new NoGuest { AtTakeOver = end.Cancel });
        await Record.ExceptionAsync(() => DestinationService.RunAsync(input, output, arrival, end.Token));
        Assert.True(end.IsCancellationRequested);
        Assert.Contains("\"return\":{\"name\":\"guest\"", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
        Assert.Equal(MigrationDestinationState.Taken, arrival.State);
    }

    [Fact]
    public async Task A_source_that_falls_silent_is_given_up()
    {
        MigrationArrival arrival = new(new NoGuest());
        Pipe open = new();
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => DestinationService.RunAsync(
            open.Reader.AsStream(), Stream.Null, arrival, new MigrationPatience { Silence = TimeSpan.FromMilliseconds(50) }, Cancellation));
        Assert.Equal((DomainErrorKind.TimedOut, MigrationDestinationState.Gone), (e.Kind, arrival.State));
    }

    [Fact]
    public async Task Abort_after_finish_is_an_error_and_never_a_success()
    {
        MigrationArrival taken = new(new NoGuest());
        await taken.PrepareAsync(Offer, Cancellation);
        Assert.NotNull((await taken.FinishAsync(isPaused: false, Cancellation)).Domain);
        Assert.Equal(DomainErrorKind.InvalidState, (await Assert.ThrowsAsync<DomainException>(taken.AbortAsync)).Kind);
        await Assert.ThrowsAsync<DomainException>(() => taken.FinishAsync(isPaused: false, Cancellation));
        await Assert.ThrowsAsync<DomainException>(() => taken.PrepareAsync(Offer, Cancellation));
        MigrationArrival refused = new(new NoGuest());
        Assert.NotNull((await refused.FinishAsync(isPaused: false, Cancellation)).Refusal);
        await Assert.ThrowsAsync<DomainException>(refused.AbortAsync);
    }

    private static async Task<PeerDestination> GreetedAsync(string? answer)
    {
        PeerDestination peer = (answer is null ? new Script(Hello) : new Script(Hello, answer)).Connect(MigrationPatience.Usual);
        await peer.GreetAsync(Cancellation);
        return peer;
    }

    /// <summary>A peer that always sends the same, whatever it is asked.</summary>
#pragma warning disable CA1001 // A stream in memory has nothing to release.
    private sealed class Script(params string[] lines)
#pragma warning restore CA1001
    {
        private readonly MemoryStream _said = new();

        public bool IsOpen { get; init; }

        public string Said => Encoding.UTF8.GetString(_said.ToArray());

        public PeerDestination Connect(MigrationPatience patience)
        {
            Pipe pipe = new();
            foreach (string line in lines)
            {
                pipe.Writer.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }

            _ = pipe.Writer.FlushAsync(Cancellation).AsTask();
            if (!IsOpen)
            {
                pipe.Writer.Complete();
            }

            return new PeerDestination("peer", pipe.Reader.AsStream(), _said, patience);
        }
    }

    private sealed class NoGuest : IArrivingGuest
    {
        public bool WasAsked { get; private set; }

        public Action? AtTakeOver { get; init; }

        public string Name => "nowhere";

        public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation)
        {
            WasAsked = true;
            return Task.FromResult("unix:/x");
        }

        public Task<DomainSummary> TakeOverAsync(bool isPaused, CancellationToken cancellation)
        {
            AtTakeOver?.Invoke();
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(new DomainSummary { Name = "guest", Uuid = Uuid, State = DomainState.Running, IsPersistent = false });
        }

        public Task RemoveAsync() => Task.CompletedTask;
    }
}
