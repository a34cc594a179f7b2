using NVirt.Domains.Driver;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Migration;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>What QEMU reports about a guest that is being sent.</summary>
internal static class OutgoingState
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a guest whose migration was interrupted at an unknown point may continue: not if all of its state was sent, because then it
    /// may run elsewhere.
    /// </summary>
    /// <param name="ranBefore">Whether it ran before.</param>
    /// <param name="status">QEMU's word for the guest's state.</param>
    public static bool MayGoOn(bool ranBefore, string status) =>
        ranBefore && status is not (GuestStatus.Running or GuestStatus.PostMigrate);

    /// <summary>
    /// Makes sure that a guest does not run elsewhere: once all of its state was sent, only the destination's refusal shows that.
    /// </summary>
    /// <exception cref="DomainException">It may run elsewhere (invalid state).</exception>
    public static async Task RequireHereAsync(GuestMonitor monitor, RunRecord record, CancellationToken cancellation)
    {
        if (!record.IsBack && await monitor.QueryStatusAsync(cancellation) == GuestStatus.PostMigrate)
        {
            throw DomainException.MayRunElsewhere(record.Name);
        }
    }

    /// <summary>
    /// Stops sending, and waits until it has stopped and the guest's state says so. If everything was sent meanwhile, that takes
    /// precedence.
    /// </summary>
    /// <remarks>
    /// QEMU reports how a migration ended a moment before it changes the guest's state. A guest that was sent must not be taken in that
    /// moment for one that may go on.
    /// </remarks>
    /// <returns>QEMU's final word, for example <c>cancelled</c>.</returns>
    /// <exception cref="DomainException">QEMU does not stop in time.</exception>
    public static async Task<string> CancelAsync(GuestMonitor monitor, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        await monitor.ExecuteAsync("migrate_cancel", cancellation: cancellation);
        while (true)
        {
            MigrationStatus migration = await monitor.QueryMigrationAsync(cancellation);
            if (migration.HasEnded && await monitor.QueryStatusAsync(cancellation) != GuestStatus.FinishMigrate)
            {
                return migration.Status;
            }

            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                throw new DomainException(
                    DomainErrorKind.TimedOut, Text.Of(Messages.Migration_NotCancelled, monitor.Version, Patience.TotalSeconds));
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
