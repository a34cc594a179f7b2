using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Options;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>
/// The rules for every driver with <see cref="DomainOperations.Migration"/>. A guest that may run elsewhere runs here only if that is
/// forced.
/// </summary>
public abstract class MigrationContract : DriverContext
{
    private static readonly DomainReference A = DomainReference.OfName("a");

    /// <summary>Connects to another host, which has no domains either.</summary>
    protected abstract IDomainDriver ConnectElsewhere();

    [Fact]
    public async Task A_guest_that_may_run_elsewhere_is_let_go_on_only_by_force()
    {
        await using IDomainDriver elsewhere = ConnectElsewhere();
        await DefineAsync("a");
        await Driver.StartAsync("a", cancellation: Token);
        await using FailingDestination lost =
            new(elsewhere.OpenDestination()) { AfterFinish = () => throw new IOException("the answer is lost") };
        await FailsAsync(DomainErrorKind.Failed, () => Driver.MigrateAsync("a", lost, cancellation: Token));
        Assert.Equal(DomainState.Running, (await elsewhere.FindAsync("a", Token)).State);

        await using IMigrationDestination again = elsewhere.OpenDestination();
        Func<Task>[] ways =
        [
            () => Driver.ResumeAsync("a", cancellation: Token),
            () => Driver.StartAsync("a", cancellation: Token),
            () => Driver.ResetAsync("a", Token),
            () => Driver.MigrateAsync("a", again, cancellation: Token),
        ];
        foreach (Func<Task> way in ways)
        {
            await FailsAsync(DomainErrorKind.InvalidState, way);
            await Driver.SuspendAsync("a", Token);
            DomainException refused = await Assert.ThrowsAsync<DomainException>(() => Driver.ResumeAsync("a", cancellation: Token));
            Assert.Contains("nvirt domain resume --force", refused.Message, StringComparison.Ordinal);
            Assert.Equal((DomainState.Paused, DomainStateReason.Migrated), await Driver.FindAsync("a", Token) is var here
                ? (here.State, here.Reason) : default);
        }

        await elsewhere.DestroyAsync("a", Token);
        await Driver.ResumeAsync("a", isForced: true, Token);
        Assert.Equal((DomainState.Running, DomainStateReason.Unpaused), await Driver.FindAsync("a", Token) is var back
            ? (back.State, back.Reason) : default);

        // It is like any other again.
        await Driver.SuspendAsync("a", Token);
        await Driver.ResumeAsync("a", cancellation: Token);
        await Driver.ResetAsync("a", Token);
    }

    [Fact]
    public async Task Force_makes_no_difference_to_a_guest_that_is_only_here()
    {
        await DefineAsync("a");
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.ResumeAsync("a", isForced: true, Token));
        await Driver.StartAsync("a", isPaused: true, Token);
        await Driver.ResumeAsync("a", isForced: true, Token);
        Assert.Equal(DomainState.Running, (await Driver.FindAsync("a", Token)).State);
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.ResumeAsync("a", isForced: true, Token));
    }

    [Fact]
    public async Task A_paused_guest_that_was_refused_after_all_was_sent_is_resumed_as_any_other()
    {
        await using IDomainDriver elsewhere = ConnectElsewhere();
        await DefineAsync("a");
        await Driver.StartAsync("a", isPaused: true, Token);
        IMigrationDestination inner = elsewhere.OpenDestination();
        await using FailingDestination refusing = new(inner)
        {
            InsteadOfFinish = async () =>
            {
                await inner.AbortAsync();
                return MigrationAnswer.Refused(new IOException("no"));
            },
        };
        await Assert.ThrowsAsync<IOException>(() => Driver.MigrateAsync("a", refusing, cancellation: Token));
        await Driver.ResumeAsync("a", cancellation: Token);
        Assert.Equal(DomainState.Running, (await Driver.FindAsync("a", Token)).State);
    }

    [Fact]
    public async Task A_migration_can_be_driven_by_steps()
    {
        await using IDomainDriver elsewhere = ConnectElsewhere();
        DomainSummary here = await StartAsync();
        await using IMigrationDestination destination = elsewhere.OpenDestination();
        await using (
            IMigrationSource source = await Driver.BeginMigrationAsync(A, new MigrationOptions { StaysPaused = true }, cancellation: Token))
        {
            Assert.Equal((here.Uuid, true), (source.Offer.Document.Definition.Uuid, source.StaysPaused));
            await FailsAsync(DomainErrorKind.Busy, () => Driver.SuspendAsync(A, new DomainCallOptions { Patience = TimeSpan.Zero }, Token));
            string address = await destination.PrepareAsync(source.Offer, Token);
            await FailsAsync(DomainErrorKind.InvalidState, () => source.ConfirmAsync(MigrationAnswer.Taken(here), Token));
            await source.PerformAsync(address, cancellation: Token);
            await FailsAsync(DomainErrorKind.InvalidState, () => source.PerformAsync(address, cancellation: Token));
            MigrationResult result = await source.ConfirmAsync(await destination.FinishAsync(source.StaysPaused, Token), Token);
            Assert.Equal((here.Uuid, DomainState.Paused), (result.Domain.Uuid, result.Domain.State));
        }

        Assert.Equal((DomainState.ShutOff, DomainStateReason.Migrated), await Driver.FindAsync(A, Token) is var left
            ? (left.State, left.Reason) : default);
    }

    [Fact]
    public async Task A_migration_that_is_let_go_before_all_was_sent_leaves_the_guest_running()
    {
        await using IDomainDriver elsewhere = ConnectElsewhere();
        await StartAsync();
        await using (IMigrationDestination destination = elsewhere.OpenDestination())
        await using (IMigrationSource source = await Driver.BeginMigrationAsync(A, cancellation: Token))
        {
            await destination.PrepareAsync(source.Offer, Token);
        }

        Assert.Equal(DomainState.Running, (await Driver.FindAsync(A, Token)).State);
        Assert.Empty(await elsewhere.ListAsync(Token));
    }

    [Fact]
    public async Task A_migration_that_is_let_go_after_all_was_sent_leaves_the_guest_paused()
    {
        await using IDomainDriver elsewhere = ConnectElsewhere();
        await StartAsync();
        await using (IMigrationDestination destination = elsewhere.OpenDestination())
        await using (IMigrationSource source = await Driver.BeginMigrationAsync(A, cancellation: Token))
        {
            await source.PerformAsync(await destination.PrepareAsync(source.Offer, Token), destination, Token);
        }

        Assert.Equal((DomainState.Paused, DomainStateReason.Migrated), await Driver.FindAsync(A, Token) is var left
            ? (left.State, left.Reason) : default);
        await FailsAsync(DomainErrorKind.InvalidState, () => Driver.ResumeAsync("a", cancellation: Token));
    }

    /// <summary>Only the word about this very guest ends it here.</summary>
    [Fact]
    public async Task An_answer_about_another_guest_leaves_this_one_paused()
    {
        await using IDomainDriver elsewhere = ConnectElsewhere();
        DomainSummary guest = await StartAsync();
        await using FailingDestination mistaken = new(elsewhere.OpenDestination())
        {
            InsteadOfFinish = () => Task.FromResult(MigrationAnswer.Taken(
                guest with { Uuid = new Guid("00000000-0000-4000-8000-00000000000b") })),
        };
        await FailsAsync(DomainErrorKind.Failed, () => Driver.MigrateAsync("a", mistaken, cancellation: Token));
        Assert.Equal((DomainState.Paused, DomainStateReason.Migrated), await Driver.FindAsync(A, Token) is var left
            ? (left.State, left.Reason) : default);
    }

    private async Task<DomainSummary> StartAsync()
    {
        await DefineAsync("a");
        return (await Driver.StartAsync("a", cancellation: Token)).Domain;
    }
}
