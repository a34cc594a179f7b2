using System.Diagnostics;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>Sends a guest's state (hypervisor-rules.md 5.5, perform to switch), and reports the progress.</summary>
internal sealed class OutgoingMigration(GuestMonitor monitor, MigrationOptions options, IProgress<MigrationProgress>? progress)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    // A migration that makes progress may take any time; one without progress has lost the other side.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(60);

    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _isSuspended;
    private (string Status, ulong SentBytes) _last;
    private long _lastChange = Stopwatch.GetTimestamp();

    /// <summary>Sends everything. Afterwards the guest is stopped, at both ends.</summary>
    /// <returns>QEMU's final migration status.</returns>
    /// <exception cref="DomainException">It failed, took too long, or QEMU refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and QEMU has stopped sending.</exception>
    public async Task<MigrationStatus> RunAsync(string address, CancellationToken cancellation)
    {
        using SemaphoreSlim news = new(0);
        using CancellationTokenSource end = new();
        Task listening = ListenAsync(news, end.Token);
        try
        {
            await monitor.ExecuteAsync(
                "migrate", new JsonObject { ["uri"] = address, ["detach"] = true, ["resume"] = false }, cancellation);
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
            MigrationStatus status = await monitor.QueryMigrationAsync(CancellationToken.None);
            progress?.Report(
                status.ToProgress(
                    isSwitching || status.Status is "pre-switchover" or "device" ? MigrationStep.Switch : MigrationStep.Transfer));
            switch (status.Status)
            {
                case "completed":
                    return status;
                case "failed" or "cancelled" or "none" or "inactive":
                    throw new DomainException(
                        DomainErrorKind.Hypervisor, Text.Of(Messages.Migration_Failed, status.Error ?? status.Status));
                case "pre-switchover" when !isSwitching:
                    isSwitching = true;
                    await monitor.ExecuteAsync("migrate-continue", new JsonObject { ["state"] = "pre-switchover" }, CancellationToken.None);
                    break;
                default:
                    break;
            }

            await KeepTimeAsync(isSwitching, cancellation);
            await RequireMotionAsync(status);
            await news.WaitAsync(Beat, CancellationToken.None);
        }
    }

    // While the rest is sent, only a cancellation counts: the timeout no longer matters.
    private async Task KeepTimeAsync(bool isSwitching, CancellationToken cancellation)
    {
        bool isLate = !isSwitching && options.Timeout is { } limit && Stopwatch.GetElapsedTime(_start) > limit;
        if (cancellation.IsCancellationRequested || (isLate && !options.TimeoutSuspends))
        {
            if (await OutgoingState.CancelAsync(monitor, CancellationToken.None) != "completed")
            {
                cancellation.ThrowIfCancellationRequested();
                throw new DomainException(
                    DomainErrorKind.TimedOut, Text.Of(Messages.Migration_TimedOut, options.Timeout!.Value.TotalSeconds));
            }
        }
        else if (isLate && !_isSuspended)
        {
            _isSuspended = true;
            await monitor.ExecuteAsync("stop", cancellation: CancellationToken.None);
        }
    }

    private async Task RequireMotionAsync(MigrationStatus status)
    {
        if (_last != (status.Status, status.SentBytes))
        {
            _last = (status.Status, status.SentBytes);
            _lastChange = Stopwatch.GetTimestamp();
        }
        else if (Stopwatch.GetElapsedTime(_lastChange) > Standstill
            && await OutgoingState.CancelAsync(monitor, CancellationToken.None) != "completed")
        {
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Migration_Standstill, Standstill.TotalSeconds));
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
            // The task that waits for the state reports a QEMU that is gone.
        }
    }
}
