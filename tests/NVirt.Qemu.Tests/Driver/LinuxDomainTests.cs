using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Testing;
using NVirt.Testing;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>
/// Linux as a guest: it starts, migrates under load, survives a cancelled migration, and shuts down when it is asked to.
/// </summary>
public sealed class LinuxDomainTests : IAsyncDisposable
{
    private readonly HostFolder _source = new();
    private readonly HostFolder _target = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Port => _source.PathOf("serial");

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task A_busy_guest_moves_after_moves_that_were_called_off_and_shuts_down_at_the_button()
    {
        await _source.StartAsync(DomainDocument.Parse(LinuxGuest.Domain(
            $"<serial type='file'><source path='{Port}' append='on'/></serial>", "<cpu><model>Nehalem</model></cpu>", hasLoad: true)));
        await using GuestSerial serial = GuestSerial.OfFile(Port);
        await serial.WaitAsync(l => l == LinuxGuest.UpWord, from: 0, Cancellation);

        await AssertStaysAsync(serial, new MigrationOptions { BandwidthMiB = 1, Timeout = TimeSpan.FromMilliseconds(300) },
            e => e is DomainException { Kind: DomainErrorKind.TimedOut });
        using CancellationTokenSource cancel = new();
        await AssertStaysAsync(serial, new MigrationOptions { BandwidthMiB = 1 }, e => e is OperationCanceledException, cancel);

        // The settings of the cancelled migrations are gone.
        List<MigrationStep> steps = [];
        MigrationResult moved = await _source.Driver.MigrateAsync(
            "linux", _target.Driver.OpenDestination(), new MigrationOptions { AutoConverge = true }, new Steps(p => steps.Add(p.Step)),
                Cancellation);
        Assert.InRange(moved.SentBytes, 30_000_000UL, ulong.MaxValue);
        Assert.Equal([MigrationStep.Prepare, MigrationStep.Transfer, MigrationStep.Switch, MigrationStep.Finish], steps.Distinct());
        await serial.WaitForCountsAsync(5, Cancellation);
        GuestCounts.RequireNoGap(serial.Text);

        List<DomainEvent> ended = [];
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        watching.CancelAfter(TimeSpan.FromSeconds(60));
        Task shutdown = Task.Delay(300, Cancellation)
            .ContinueWith(_ => _target.Driver.ShutdownAsync("linux", Cancellation), TaskScheduler.Default).Unwrap();
        await foreach (DomainEvent happened in _target.Driver.WatchAsync("linux", watching.Token))
        {
            ended.Add(happened);
            if (happened.Kind == DomainEventKind.Stopped)
            {
                break;
            }
        }

        await shutdown;
        Assert.Equal([(DomainEventKind.Shutdown, DomainEventDetail.Guest), (DomainEventKind.Stopped, DomainEventDetail.Shutdown)],
            ended.Select(e => (e.Kind, e.Detail)));
        await _target.AssertAllEndedAsync();
    }

    private async Task AssertStaysAsync(
        GuestSerial serial, MigrationOptions options, Predicate<Exception> isExpected, CancellationTokenSource? cancel = null)
    {
        Steps progress = new(p =>
        {
            if (p is { Step: MigrationStep.Transfer, SentBytes: > 0 })
            {
                cancel?.Cancel();
            }
        });
        Exception? failed = await Record.ExceptionAsync(() =>
            _source.Driver.MigrateAsync("linux", _target.Driver.OpenDestination(), options, progress, cancel?.Token ?? Cancellation));
        Assert.True(failed is not null && isExpected(failed), failed?.ToString());
        await _target.AssertNothingRunsAsync();
        Assert.Equal(DomainState.Running, (await _source.Driver.FindAsync("linux", Cancellation)).State);
        await serial.WaitForCountsAsync(2, Cancellation);
    }

    /// <summary>Progress that is reported synchronously.</summary>
    private sealed class Steps(Action<MigrationProgress> tell) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => tell(value);
    }
}
