using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Guests;

namespace NVirt.Qemu.Migration;

/// <summary>What the QEMU of a guest that is being sent says of it.</summary>
internal static class OutgoingState
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a guest whose migration was interrupted, nobody knows when, may go on: not if all of its state was sent, since it may run
    /// elsewhere then.
    /// </summary>
    /// <param name="ranBefore">Whether it ran before.</param>
    /// <param name="status">QEMU's word for what it is doing.</param>
    public static bool MayGoOn(bool ranBefore, string status) => ranBefore && status is not (GuestStatus.Running or GuestStatus.PostMigrate);

    /// <summary>Ends the sending, and waits until it has ended. That all was sent meanwhile wins.</summary>
    /// <returns>QEMU's last word, for example <c>cancelled</c>.</returns>
    /// <exception cref="DomainException">QEMU does not end it in time.</exception>
    public static async Task<string> CancelAsync(GuestMonitor monitor, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        await monitor.ExecuteAsync("migrate_cancel", cancellation: cancellation);
        while (true)
        {
            MigrationStatus migration = new(await monitor.ExecuteAsync("query-migrate", cancellation: cancellation));
            if (migration.HasEnded)
            {
                return migration.Status;
            }

            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Migration_NotCancelled, monitor.Version, Patience.TotalSeconds));
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
