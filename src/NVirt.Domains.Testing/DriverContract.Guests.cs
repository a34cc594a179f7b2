using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>Information about guests, and guests whose documents are not saved.</summary>
public abstract partial class DriverContract
{
    private static readonly DomainReference A = DomainReference.OfName("a");

    [Fact]
    public async Task The_state_of_a_guest_says_why()
    {
        await DefineAsync("a");
        Assert.Equal((DomainState.ShutOff, DomainStateReason.Unknown), await StateAsync());
        await Driver.StartAsync("a", isPaused: true, Token);
        Assert.Equal((DomainState.Paused, DomainStateReason.User), await StateAsync());
        await Driver.ResumeAsync("a", cancellation: Token);
        Assert.Equal((DomainState.Running, DomainStateReason.Unpaused), await StateAsync());
        await Driver.SuspendAsync("a", Token);
        Assert.Equal((DomainState.Paused, DomainStateReason.User), await StateAsync());
        await Driver.DestroyAsync("a", Token);
        Assert.Equal((DomainState.ShutOff, DomainStateReason.Destroyed), await StateAsync());
        Assert.Equal(DomainStateReason.Booted, (await Driver.StartAsync("a", cancellation: Token)).Domain.Reason);
        Assert.Equal((DomainState.Running, DomainStateReason.Booted), await StateAsync());

        async Task<(DomainState, DomainStateReason)> StateAsync() => await Driver.FindAsync(A, Token) is var found
            ? (found.State, found.Reason) : default;
    }

    [Fact]
    public async Task A_domain_that_is_made_anew_has_never_run()
    {
        await DefineAsync("a", Known);
        await Driver.StartAsync("a", isPaused: true, Token);
        await Driver.DestroyAsync("a", Token);
        await Driver.UndefineAsync("a", Token);
        Assert.Equal(DomainStateReason.Unknown, (await DefineAsync("a", Known)).Reason);
    }

    [Fact]
    public async Task A_guest_that_runs_uses_processors_more_and_more()
    {
        await DefineAsync("a");
        await Driver.StartAsync("a", cancellation: Token);
        TimeSpan first = (await Driver.GetInfoAsync("a", Token)).ProcessorTime;
        DomainInfo info;
        do
        {
            await Task.Delay(20, Token);
            info = await Driver.GetInfoAsync("a", Token);
        }
        while (info.ProcessorTime <= first);
        Assert.Equal((DomainState.Running, 32u * 1024, 1u), (info.Domain.State, info.MemoryKiB, info.Vcpus));
    }

    [Fact]
    public async Task A_guest_without_a_definition_is_gone_when_it_ends()
    {
        DomainSummary created = (await Driver.CreateAsync(Document("a", Known), new DomainStartOptions { IsPaused = true }, Token)).Domain;
        Assert.Equal(("a", Known, DomainState.Paused, false, false),
            (created.Name, created.Uuid, created.State, created.IsPersistent, created.IsUpdated));
        Assert.Equal(created, Assert.Single(await Driver.ListAsync(Token)));
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.CreateAsync(Document("a", Known), cancellation: Token));
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.CreateAsync(Document("a"), cancellation: Token));
        await FailsAsync(DomainErrorKind.Exists, () => Driver.CreateAsync(Document("b", Known), cancellation: Token));
        await FailsAsync(DomainErrorKind.Exists, () => Driver.CreateAsync(Document("a", Guid.NewGuid()), cancellation: Token));
        Assert.True((await DefineAsync("a", Known)).IsPersistent);
        await Driver.UndefineAsync("a", Token);
        await Driver.DestroyAsync("a", Token);
        Assert.Empty(await Driver.ListAsync(Token));
    }

    [Fact]
    public async Task A_guest_that_runs_beside_a_definition_leaves_that_as_it_is()
    {
        await DefineAsync("a", Known, title: "kept");
        DomainSummary created =
            (await Driver.CreateAsync(Document("a", Known, title: "ran"), new DomainStartOptions { IsPaused = true }, Token)).Domain;
        Assert.Equal((true, true), (created.IsPersistent, created.IsUpdated));
        Assert.Contains("<title>ran</title>", (await Driver.GetDocumentAsync("a", cancellation: Token)).Text, StringComparison.Ordinal);
        await Driver.DestroyAsync("a", Token);
        Assert.Contains("<title>kept</title>", (await Driver.GetDocumentAsync("a", cancellation: Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_that_can_not_be_created_leaves_nothing()
    {
        await Assert.ThrowsAsync<CpuException>(() => Driver.CreateAsync(Document("a", cpu: TooMuch), cancellation: Token));
        Assert.Empty(await Driver.ListAsync(Token));
        await DefineAsync("a");
    }

    [Fact]
    public async Task A_guest_that_ends_with_its_driver_does()
    {
        await DefineAsync("a");
        await DefineAsync("b");
        IDomainDriver other = Connect();
        if (await other.ListAsync(Token) is { Count: 0 })
        {
            // It shares nothing with the first.
            await other.DefineAsync(Document("a"), Token);
            await other.DefineAsync(Document("b"), Token);
        }

        await other.StartAsync(A, new DomainStartOptions { IsPaused = true, IsAutoDestroyed = true }, Token);
        await other.StartAsync("b", isPaused: true, Token);
        await other.DisposeAsync();
        Assert.Equal([("a", false), ("b", true)], (await other.ListAsync(Token)).Select(d => (d.Name, d.IsActive)).Order());
        await other.DestroyAsync("b", Token);
    }

    [Fact]
    public async Task What_can_move_is_the_guest_as_it_is_without_its_number()
    {
        await DefineAsync("a", cpu: Nehalem);
        await Driver.StartAsync("a", isPaused: true, Token);
        DomainDocument document = await Driver.GetDocumentAsync(A, new DomainDocumentOptions { IsMigratable = true }, Token);
        Assert.Equal(
            (null, "Nehalem", CpuCheck.Full), (document.Definition.Id, document.Definition.Cpu!.Model, document.Definition.Cpu.Check));
    }

    [Fact]
    public async Task A_start_ends_at_its_deadline_and_leaves_nothing()
    {
        DomainSummary defined = await DefineAsync("a");
        DomainStartOptions options = new() { Deadline = TimeSpan.Zero };
        await FailsAsync(DomainErrorKind.TimedOut, () => Driver.StartAsync(A, options, Token));
        Assert.Equal(defined, Assert.Single(await Driver.ListAsync(Token)));
    }

    [Fact]
    public async Task A_guest_that_is_ended_with_grace_ends()
    {
        await DefineAsync("a");
        await Driver.StartAsync("a", isPaused: true, Token);
        await Driver.DestroyAsync(A, new DomainDestroyOptions { IsGraceful = true, Grace = TimeSpan.FromSeconds(30) }, Token);
        Assert.False((await Driver.FindAsync("a", Token)).IsActive);
    }

    [Fact]
    public async Task Every_refusal_is_of_a_kind()
    {
        DomainDocument nameless = DomainDocument.Parse($"<domain type='{Type}'><os><type arch='x86_64'>hvm</type></os></domain>");
        DomainDocument foreign =
            DomainDocument.Parse("<domain type='bhyve'><name>a</name><memory>1</memory><os><type arch='x86_64'>hvm</type></os></domain>");
        await DefineAsync("b", cpu: TooMuch);
        Assert.Equal(
            [DomainErrorKind.Malformed, DomainErrorKind.Unsupported, DomainErrorKind.Refused, DomainErrorKind.NotFound,
                DomainErrorKind.Aborted],
            [
                await KindAsync(() => Driver.DefineAsync(nameless, Token)),
                await KindAsync(() => Driver.DefineAsync(foreign, Token)),
                await KindAsync(() => Driver.StartAsync("b", cancellation: Token)),
                await KindAsync(() => Driver.StartAsync("a", cancellation: Token)),
                await KindAsync(() => Driver.StartAsync("b", cancellation: new CancellationToken(canceled: true))),
            ]);

        static async Task<DomainErrorKind> KindAsync(Func<Task> operation) =>
            DomainException.KindOf((await Record.ExceptionAsync(operation))!);
    }
}
