using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>What is known of a guest while it is being sent, should the program that sends it be killed.</summary>
public sealed class OutgoingTests : IAsyncDisposable
{
    private readonly HostFolder _source = new();
    private readonly HostFolder _target = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_written_down_that_a_guest_is_being_sent_and_whether_it_ran(bool ran)
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        if (!ran)
        {
            await _source.Driver.SuspendAsync("small", Cancellation);
        }

        RunRecord? record = null;
        DomainStateReason? reason = null;
        FailingDestination destination = new(_target.Driver.OpenDestination())
        {
            AtFinish = () =>
            {
                record = new RunStore(new StateFolder(_source.Root)).Living().Single().Record;
                reason = Assert.Single(_source.Driver.ListAsync(Cancellation).GetAwaiter().GetResult()).Reason;
            },
        };
        await _source.Driver.MigrateAsync("small", destination, cancellation: Cancellation);
        Assert.Equal((RunPhase.Outgoing, ran, false), (record!.Phase, record.RanBefore, record.IsBack));
        Assert.Equal(DomainStateReason.MigratingOut, reason);
    }

    [Fact]
    public async Task A_guest_that_may_run_elsewhere_stays_paused_when_who_sent_it_was_killed()
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        FailingDestination destination = new(_target.Driver.OpenDestination()) { AfterFinish = () => throw new IOException("gone") };
        await Assert.ThrowsAsync<DomainException>(
            () => _source.Driver.MigrateAsync("small", destination, cancellation: Cancellation));

        // As a program leaves it that is killed after "finish".
        RunStore runs = new(new StateFolder(_source.Root));
        runs.Write(runs.Living().Single().Record! with { Phase = RunPhase.Outgoing, RanBefore = true });
        Assert.Equal(
            DomainErrorKind.InvalidState,
            (await Assert.ThrowsAsync<DomainException>(() => _source.Driver.ResetAsync("small", Cancellation))).Kind);
        Assert.Equal((DomainState.Paused, DomainStateReason.Migrated), await _source.Driver.FindAsync("small", Cancellation) is var here
            ? (here.State, here.Reason) : default);
        Assert.Equal(DomainState.Running, (await _target.Driver.FindAsync("small", Cancellation)).State);
    }
}
