using System.Diagnostics;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Migration;

/// <summary>Sends a guest's state (hypervisors.md 5.5, perform to switch), and tells how far it is.</summary>
internal sealed class OutgoingMigration(GuestMonitor monitor, MigrationOptions options, IProgress<MigrationProgress>? progress)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _isSuspended;

    /// <summary>Sends all of it. The guest stands still afterwards, here as there.</summary>
    /// <returns>What QEMU says of it at the end.</returns>
    /// <exception cref="DomainException">It failed, took too long, or QEMU refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and QEMU sends no more.</exception>
    public async Task<MigrationStatus> RunAsync(string address, CancellationToken cancellation)
    {
        using SemaphoreSlim news = new(0);
        using CancellationTokenSource end = new();
        Task listening = ListenAsync(news, end.Token);
        try
        {
            await monitor.ExecuteAsync("migrate", new JsonObject { ["uri"] = address, ["detach"] = true, ["resume"] = false }, cancellation);
            return await WaitAsync(news, cancellation);
        }
        finally
        {
            await end.CancelAsync();
            await listening;
        }
    }

    private async Task<MigrationStatus> WaitAsync(SemaphoreSlim news, CancellationToken cancellation)
    {
        bool isSwitching = false;
        while (true)
        {
            MigrationStatus status = new(await monitor.ExecuteAsync("query-migrate", cancellation: CancellationToken.None));
            progress?.Report(status.ToProgress(isSwitching || status.Status is "pre-switchover" or "device" ? MigrationStep.Switch : MigrationStep.Transfer));
            switch (status.Status)
            {
                case "completed":
                    return status;
                case "failed" or "cancelled" or "none" or "inactive":
                    throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Migration_Failed, status.Error ?? status.Status));
                case "pre-switchover" when !isSwitching:
                    isSwitching = true;
                    await monitor.ExecuteAsync("migrate-continue", new JsonObject { ["state"] = "pre-switchover" }, CancellationToken.None);
                    break;
                default:
                    break;
            }

            if (!isSwitching)
            {
                await KeepTimeAsync(cancellation);
            }

            await news.WaitAsync(Beat, CancellationToken.None);
        }
    }

    private async Task KeepTimeAsync(CancellationToken cancellation)
    {
        bool isLate = options.Timeout is { } limit && Stopwatch.GetElapsedTime(_start) > limit;
        if (isLate && options.TimeoutSuspends)
        {
            if (!_isSuspended)
            {
                _isSuspended = true;
                await monitor.ExecuteAsync("stop", cancellation: CancellationToken.None);
            }
        }
        else if ((isLate || cancellation.IsCancellationRequested) && await OutgoingState.CancelAsync(monitor, CancellationToken.None) != "completed")
        {
            cancellation.ThrowIfCancellationRequested();
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Migration_TimedOut, options.Timeout!.Value.TotalSeconds));
        }
    }

    private async Task ListenAsync(SemaphoreSlim news, CancellationToken cancellation)
    {
        try
        {
            await foreach (QmpEvent happened in monitor.Qmp.ReadEventsAsync(cancellation))
            {
                if (happened.Name == "MIGRATION")
                {
                    news.Release();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or QmpException)
        {
            // Who waits for the state hears of a QEMU that is gone.
        }
    }
}
