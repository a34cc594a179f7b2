using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Memory;
using NVirt.Domains.Testing;
using NVirt.Testing;

namespace NVirt.Domains.Tests.Driver.Test;

public sealed class TestMigrationTests : IAsyncDisposable
{
    private readonly TestDriver _source = new();
    private readonly TestDriver _there = new(new TestDriverOptions { Domains = [] });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_moves_with_its_CPU()
    {
        CpuDefinition before = (await _source.GetDocumentAsync("test", cancellation: Token)).Definition.Cpu!;
        MigrationResult result = await MoveAsync(_there);
        Assert.Equal(("test", DomainState.Running, false), (result.Domain.Name, result.Domain.State, result.Domain.IsPersistent));
        Assert.Equal(8UL << 30, result.SentBytes);
        Assert.NotNull(result.Downtime);
        Assert.True((await _there.GetDocumentAsync("test", cancellation: Token)).Definition.Cpu!.IsAbiEqual(before));
        Assert.Equal(CpuMode.HostModel, (await _there.GetDocumentAsync("test", isInactive: true, Token)).Definition.Cpu!.Mode);
        Assert.Equal(DomainState.ShutOff, (await _source.FindAsync("test", Token)).State);
    }

    [Fact]
    public async Task Definitions_go_where_they_are_wanted()
    {
        MigrationResult result =
            await MoveAsync(_there, new MigrationOptions { IsPersistent = true, UndefinesSource = true, Name = "moved" });
        Assert.Equal(("moved", true), (result.Domain.Name, result.Domain.IsPersistent));
        Assert.Empty(await _source.ListAsync(Token));
        Assert.Equal("moved", (await _there.GetDocumentAsync("moved", isInactive: true, Token)).Definition.Name);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_guest_stays_paused_if_it_was_or_is_to_be(bool wasPaused, bool staysPaused)
    {
        if (wasPaused)
        {
            await _source.SuspendAsync("test", Token);
        }

        MigrationResult result = await MoveAsync(_there, new MigrationOptions { StaysPaused = staysPaused });
        Assert.Equal((DomainState.Paused, wasPaused), (result.Domain.State, result.Downtime is null));
    }

    [Fact]
    public async Task A_host_that_can_not_give_the_CPU_refuses_before_state_is_sent()
    {
        await using TestDriver old = new(new TestDriverOptions
        {
            Domains = [],
            Host = CpuXml.Parse("<cpu><arch>x86_64</arch><model>Nehalem</model><vendor>Intel</vendor></cpu>", CpuType.Host),
        });
        List<MigrationStep> steps = [];
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => MoveAsync(old, progress: new Steps(steps)));
        Assert.Equal(DomainErrorKind.Refused, e.Kind);
        Assert.Contains("avx2", e.Message, StringComparison.Ordinal);
        Assert.Equal([MigrationStep.Prepare], steps);
        await RunsOnlyHereAsync(old);
    }

    [Fact]
    public async Task A_guest_in_host_passthrough_must_not_lose_a_feature_that_it_has_seen()
    {
        await using TestDriver source =
            new(new TestDriverOptions { Domains = [Guests.Document("test", "<cpu mode='host-passthrough' migratable='on'/>")] });
        await using TestDriver same = new(new TestDriverOptions { Domains = [] });
        await using TestDriver less = new(new TestDriverOptions
        {
            Domains = [],
            Host = CpuXml.Parse("<cpu><arch>x86_64</arch><model>Haswell-noTSX</model><feature name='vmx'/></cpu>", CpuType.Host),
        });
        await using IMigrationDestination refuses = less.OpenDestination();
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => source.MigrateAsync("test", refuses, cancellation: Token));
        Assert.Equal(DomainErrorKind.Refused, e.Kind);
        Assert.Contains("pdpe1gb", e.Message, StringComparison.Ordinal);
        await using IMigrationDestination takes = same.OpenDestination();
        Assert.Equal(DomainState.Running, (await source.MigrateAsync("test", takes, cancellation: Token)).Domain.State);
    }

    [Fact]
    public async Task Another_document_must_have_the_same_CPU()
    {
        MigrationOptions other = new() { Document = Guests.Document("test", "<cpu mode='host-passthrough'/>") };
        Assert.Equal(DomainErrorKind.Refused, (await Assert.ThrowsAsync<DomainException>(() => MoveAsync(_there, other))).Kind);
        MigrationOptions same = new() { Document = Guests.Document("other", "<cpu mode='host-model'/>") };
        Assert.Equal("other", (await MoveAsync(_there, same)).Domain.Name);
    }

    [Fact]
    public async Task A_domain_that_runs_there_already_is_refused()
    {
        await using TestDriver twin = new();
        Assert.Equal(DomainErrorKind.InvalidState, (await Assert.ThrowsAsync<DomainException>(() => MoveAsync(twin))).Kind);
        Assert.Equal(DomainErrorKind.InvalidState, (await Assert.ThrowsAsync<DomainException>(() => MoveAsync(_source))).Kind);
        Assert.Equal(DomainState.Running, (await _source.FindAsync("test", Token)).State);
    }

    [Fact]
    public async Task A_guest_that_does_not_run_does_not_move()
    {
        await _source.DestroyAsync("test", Token);
        Assert.Equal(DomainErrorKind.InvalidState, (await Assert.ThrowsAsync<DomainException>(() => MoveAsync(_there))).Kind);
    }

    [Theory]
    [InlineData(TestStep.Prepare)]
    [InlineData(TestStep.Transfer)]
    [InlineData(TestStep.Switch)]
    [InlineData(TestStep.Finish)]
    public async Task A_failure_at_any_step_leaves_the_guest_running_here_and_nothing_there(TestStep failing)
    {
        TestDriverOptions options =
            new() { OnStep = (step, _, _) => step == failing ? throw new IOException("cable") : Task.CompletedTask };
        await using TestDriver source = new(options);
        await using TestDriver there = new(options with { Domains = [] });
        await using IMigrationDestination destination = there.OpenDestination();
        Assert.Equal(
            "cable", (await Assert.ThrowsAsync<IOException>(() => source.MigrateAsync("test", destination, cancellation: Token))).Message);
        Assert.Empty(await there.ListAsync(Token));
        Assert.Equal(DomainState.Running, (await source.FindAsync("test", Token)).State);
    }

    [Theory]
    [InlineData(TestStep.Prepare)]
    [InlineData(TestStep.Transfer)]
    [InlineData(TestStep.Switch)]
    [InlineData(TestStep.Finish)]
    public async Task Cancellation_at_any_step_leaves_the_guest_running_here_and_nothing_there(TestStep slow)
    {
        using CancellationTokenSource cancellation = new();
        TestDriverOptions options = new() { OnStep = (step, _, token) => step == slow ? WaitAsync(token) : Task.CompletedTask };
        await using TestDriver source = new(options);
        await using TestDriver there = new(options with { Domains = [] });
        await using IMigrationDestination destination = there.OpenDestination();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => source.MigrateAsync("test", destination, cancellation: cancellation.Token));
        Assert.Empty(await there.ListAsync(Token));
        Assert.Equal(DomainState.Running, (await source.FindAsync("test", Token)).State);

        async Task WaitAsync(CancellationToken token)
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        }
    }

    [Fact]
    public async Task A_migration_that_takes_too_long_ends_or_stops_the_guest()
    {
        TestDriverOptions options = new() { TransferTime = TimeSpan.FromMilliseconds(500) };
        await using TestDriver source = new(options);
        MigrationOptions limit = new() { Timeout = TimeSpan.FromMilliseconds(50) };
        await using IMigrationDestination first = _there.OpenDestination();
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => source.MigrateAsync("test", first, limit, cancellation: Token));
        Assert.Equal(DomainErrorKind.TimedOut, e.Kind);
        await using IMigrationDestination second = _there.OpenDestination();
        MigrationResult result = await source.MigrateAsync("test", second, limit with { TimeoutSuspends = true }, cancellation: Token);
        Assert.Equal(DomainState.Running, result.Domain.State);
        Assert.True(result.Downtime > TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task Progress_goes_through_the_steps_and_all_is_sent()
    {
        List<MigrationStep> steps = [];
        Steps progress = new(steps);
        await MoveAsync(_there, progress: progress);
        Assert.Equal([MigrationStep.Prepare, MigrationStep.Transfer, MigrationStep.Switch, MigrationStep.Finish], steps.Distinct());
        Assert.Equal((0UL, progress.Last.TotalBytes), (progress.Last.RemainingBytes, progress.Last.SentBytes));
    }

    [Fact]
    public async Task Both_sides_tell_what_happens()
    {
        await using Watcher here = new(_source);
        await using Watcher there = new(_there);
        await MoveAsync(_there);
        Assert.Equal(DomainEventDetail.Migrated, (await there.TakeUntilAsync(DomainEventKind.Started)).Single().Detail);
        Assert.Equal(
            ["Migrating prepare", "Migrating transfer", "Suspended Migrated", "Migrating switch", "Migrating finish", "Stopped Migrated"],
            (await here.TakeUntilAsync(DomainEventKind.Stopped)).Select(e => $"{e.Kind} {e.Text ?? e.Detail.ToString()}"));
    }

    [Fact]
    public async Task To_destroy_a_guest_ends_its_migration()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestDriver source = new(new TestDriverOptions
        {
            OnStep = (_, _, token) =>
            {
                begun.SetResult();
                return Task.Delay(Timeout.Infinite, token);
            },
        });
        await using IMigrationDestination destination = _there.OpenDestination();
        Task<MigrationResult> moving = source.MigrateAsync("test", destination, cancellation: Token);
        await begun.Task.WaitAsync(Token);
        await source.DestroyAsync("test", Token);
        Assert.Equal(DomainErrorKind.Aborted, (await Assert.ThrowsAsync<DomainException>(() => moving)).Kind);
        Assert.Equal(DomainState.ShutOff, (await source.FindAsync("test", Token)).State);
        Assert.Empty(await _there.ListAsync(Token));
    }

    [Fact]
    public async Task A_guest_that_arrives_is_shown_paused_and_is_gone_when_it_is_given_up()
    {
        await using (IMigrationDestination destination = _there.OpenDestination())
        {
            await destination.PrepareAsync(new MigrationOffer { Document = Guests.Document("a") }, Token);
            Assert.Equal((DomainState.Paused, DomainStateReason.MigratingIn), await _there.FindAsync("a", Token) is var arriving
                ? (arriving.State, arriving.Reason) : default);
        }

        Assert.Empty(await _there.ListAsync(Token));
    }

    private async Task<MigrationResult> MoveAsync(
        TestDriver there, MigrationOptions? options = null, IProgress<MigrationProgress>? progress = null)
    {
        await using IMigrationDestination destination = there.OpenDestination();
        return await _source.MigrateAsync("test", destination, options, progress, Token);
    }

    private async Task RunsOnlyHereAsync(TestDriver there)
    {
        Assert.Empty(await there.ListAsync(Token));
        Assert.Equal(DomainState.Running, (await _source.FindAsync("test", Token)).State);
    }

    private sealed class Steps(List<MigrationStep> steps) : IProgress<MigrationProgress>
    {
        public MigrationProgress Last { get; private set; } = null!;

        public void Report(MigrationProgress value)
        {
            steps.Add(value.Step);
            Last = value;
        }
    }
}
