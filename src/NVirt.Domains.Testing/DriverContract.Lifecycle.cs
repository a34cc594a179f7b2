using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>Starting, pausing and ending. A start is slow with a real hypervisor, so each test here covers several steps.</summary>
public abstract partial class DriverContract
{
    [Fact]
    public async Task A_domain_that_is_shut_off_can_only_be_started()
    {
        await DefineAsync("a");
        Func<Task>[] operations =
        [
            () => Driver.SuspendAsync("a", Token),
            () => Driver.ResumeAsync("a", cancellation: Token),
            () => Driver.ShutdownAsync("a", Token),
            () => Driver.ResetAsync("a", Token),
            () => Driver.DestroyAsync("a", Token),
        ];
        foreach (Func<Task> operation in operations)
        {
            await FailsAsync(DomainErrorKind.InvalidState, operation);
        }
    }

    [Fact]
    public async Task A_started_domain_runs_and_is_listed_first_until_it_is_destroyed()
    {
        await DefineAsync("a");
        await DefineAsync("b");
        DomainSummary started = (await Driver.StartAsync("b", cancellation: Token)).Domain;
        Assert.Equal((DomainState.Running, true, true), (started.State, started.IsActive, started.IsPersistent));
        Assert.Equal(["b", "a"], (await Driver.ListAsync(Token)).Select(d => d.Name));
        Assert.Equal("b", (await Driver.FindAsync($"{started.Id}", Token)).Name);
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.StartAsync("b", cancellation: Token));
        await Driver.DestroyAsync("b", Token);
        Assert.Equal((DomainState.ShutOff, null), (await Driver.FindAsync("b", Token)) is var ended ? (ended.State, ended.Id) : default);
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.DestroyAsync("b", Token));
    }

    [Fact]
    public async Task A_running_domain_shows_the_CPU_that_it_has_and_its_number()
    {
        await DefineAsync("a", cpu: Nehalem);
        string defined = (await Driver.GetDocumentAsync("a", cancellation: Token)).Text;
        uint? id = (await Driver.StartAsync("a", isPaused: true, Token)).Domain.Id;
        DomainDefinition live = (await Driver.GetDocumentAsync("a", cancellation: Token)).Definition;
        Assert.Equal((id, "Nehalem", CpuCheck.Full), (live.Id, live.Cpu!.Model, live.Cpu.Check));
        Assert.Equal(defined, (await Driver.GetDocumentAsync("a", isInactive: true, Token)).Text);
    }

    [Fact]
    public async Task A_guest_is_paused_and_resumed()
    {
        await DefineAsync("a");
        Assert.Equal(DomainState.Paused, (await Driver.StartAsync("a", isPaused: true, Token)).Domain.State);
        Assert.Equal(DomainState.Paused, await StateAsync());
        await Driver.ResumeAsync("a", cancellation: Token);
        Assert.Equal(DomainState.Running, await StateAsync());
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.ResumeAsync("a", cancellation: Token));
        await Driver.SuspendAsync("a", Token);
        await Driver.SuspendAsync("a", Token);
        Assert.Equal(DomainState.Paused, await StateAsync());
        await Driver.ResetAsync("a", Token);
        Assert.Equal(DomainState.Paused, await StateAsync());

        async Task<DomainState> StateAsync() => (await Driver.FindAsync("a", Token)).State;
    }

    [Fact]
    public async Task A_new_definition_of_a_domain_that_runs_is_for_the_next_start()
    {
        await DefineAsync("a", title: "old");
        await Driver.StartAsync("a", isPaused: true, Token);
        Assert.False((await Driver.FindAsync("a", Token)).IsUpdated);
        DomainSummary defined = await DefineAsync("a", title: "new");
        Assert.Equal((true, true), (defined.IsActive, defined.IsUpdated));
        Assert.Contains("<title>old</title>", (await Driver.GetDocumentAsync("a", cancellation: Token)).Text, StringComparison.Ordinal);
        Assert.Contains("<title>new</title>", (await Driver.GetDocumentAsync("a", isInactive: true, Token)).Text, StringComparison.Ordinal);
        await FailsAsync(DomainErrorKind.Exists, () => DefineAsync("a", Known));
    }

    [Fact]
    public async Task A_domain_that_is_undefined_while_it_runs_is_gone_when_it_ends()
    {
        Guid uuid = (await DefineAsync("a")).Uuid;
        await Driver.StartAsync("a", isPaused: true, Token);
        await Driver.UndefineAsync("a", Token);
        Assert.False((await Driver.FindAsync("a", Token)).IsPersistent);
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.UndefineAsync("a", Token));
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.SetAutostartAsync("a", isAutostart: true, Token));
        await FailsAsync(DomainErrorKind.Exists, () => DefineAsync("a", Known));
        await FailsAsync(DomainErrorKind.Exists, () => DefineAsync("b", uuid));
        Assert.Equal("a", (await Driver.GetDocumentAsync("a", isInactive: true, Token)).Definition.Name);
        await Driver.DestroyAsync(uuid.ToString(), Token);
        await FailsAsync(DomainErrorKind.NotFound, () => Driver.FindAsync("a", Token));
        Assert.Empty(await Driver.ListAsync(Token));
    }

    [Fact]
    public async Task A_CPU_that_can_not_be_given_refuses_the_start_with_the_reason_and_nothing_stays()
    {
        DomainSummary defined = await DefineAsync("a", cpu: TooMuch);
        CpuException e = await Assert.ThrowsAsync<CpuException>(() => Driver.StartAsync("a", cancellation: Token));
        Assert.Contains(e.Refusal.Reasons, r => r.Subject == "avx512f");
        Assert.Equal(CpuErrorKind.Incompatible, e.Kind);
        Assert.Equal([defined], await Driver.ListAsync(Token));
    }

    [Fact]
    public async Task A_feature_that_nobody_knows_refuses_the_start_and_nothing_stays()
    {
        DomainSummary defined =
            await DefineAsync("a", cpu: "<cpu><model>Nehalem</model><feature policy='require' name='telepathy'/></cpu>");
        CpuException e = await Assert.ThrowsAsync<CpuException>(() => Driver.StartAsync("a", cancellation: Token));
        Assert.Contains("telepathy", e.Message, StringComparison.Ordinal);
        Assert.Equal([defined], await Driver.ListAsync(Token));
    }

    [Fact]
    public async Task A_canceled_start_leaves_nothing()
    {
        DomainSummary defined = await DefineAsync("a");
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Driver.StartAsync("a", cancellation: canceled.Token));
        Assert.Equal([defined], await Driver.ListAsync(Token));
    }

    [Fact]
    public async Task Of_two_callers_who_start_a_domain_one_does()
    {
        await DefineAsync("a");
        Task<DomainStarted>[] callers =
            [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Driver.StartAsync("a", isPaused: true, Token), Token))];
        await Task.WhenAll(callers).ContinueWith(static _ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
        DomainStarted started = await Assert.Single(callers, c => c.IsCompletedSuccessfully);
        await FailsAsync(DomainErrorKind.InvalidState, () => callers.Single(c => c.IsFaulted));
        Assert.Equal(started.Domain.Id, Assert.Single(await Driver.ListAsync(Token)).Id);
    }

    [Fact]
    public async Task Running_domains_are_listed_by_number()
    {
        foreach (string name in (string[])["c", "b"])
        {
            await DefineAsync(name);
            await Driver.StartAsync(name, isPaused: true, Token);
        }

        await DefineAsync("a");
        Assert.Equal(["c", "b", "a"], (await Driver.ListAsync(Token)).Select(d => d.Name));
    }
}
