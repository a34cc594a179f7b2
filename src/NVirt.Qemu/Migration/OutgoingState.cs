using NVirt.Qemu.Guests;

namespace NVirt.Qemu.Migration;

/// <summary>What the QEMU of a guest that is being sent says of it.</summary>
internal static class OutgoingState
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends the sending, and waits until it has ended. That all was sent meanwhile wins.</summary>
    /// <returns>QEMU's last word, for example <c>cancelled</c>.</returns>
    public static async Task<string> CancelAsync(GuestMonitor monitor, CancellationToken cancellation)
    {
        await monitor.ExecuteAsync("migrate_cancel", cancellation: cancellation);
        while (true)
        {
            MigrationStatus migration = new(await monitor.ExecuteAsync("query-migrate", cancellation: cancellation));
            if (migration.HasEnded)
            {
                return migration.Status;
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
