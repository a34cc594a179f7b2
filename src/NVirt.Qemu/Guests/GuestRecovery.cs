using NVirt.Domains;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Sets right what was left when QEMU ended, or when a process that changed a guest was killed. Whoever holds a domain's lock is still at
/// work, so nothing is touched without it.
/// </summary>
internal sealed class GuestRecovery(StateFolder folder, RunStore runs, GuestStarter starter)
{
    /// <summary>Looks after one guest, unless somebody is at work on it.</summary>
    /// <returns>The guest, or <see langword="null"/> if it does not run any more.</returns>
    public async Task<RunRecord?> RefreshAsync(Guid uuid, CancellationToken cancellation)
    {
        if (runs.TryRead(uuid) is { } record && IsSound(record))
        {
            return record;
        }

        using DomainLock? taken = folder.TryLock(uuid, nameof(GuestRecovery));
        return taken is null ? runs.Read(uuid) : await RecoverAsync(uuid, cancellation);
    }

    /// <summary>The same for who has the lock.</summary>
    public async Task<RunRecord?> RecoverAsync(Guid uuid, CancellationToken cancellation)
    {
        RunRecord? record = ReadUnlessLost(uuid);
        if (IsSound(record))
        {
            return record;
        }

        if (record is { Phase: RunPhase.Outgoing, Process.IsAlive: true })
        {
            record = await ComeBackAsync(record, cancellation);
            runs.Write(record);
            return record;
        }

        // It ended, or it has never run here: nothing of it is worth keeping.
        await starter.RemoveAsync(uuid);
        return null;
    }

    /// <summary>
    /// Ends the sending of a guest, and lets it go on. If all of its state was sent already, it may run elsewhere: then it stays paused.
    /// </summary>
    public async Task<RunRecord> ComeBackAsync(RunRecord record, CancellationToken cancellation)
    {
        await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(runs.FilesOf(record.Uuid).Commands, cancellation: cancellation);
        await Migration.OutgoingState.CancelAsync(monitor, cancellation);
        string status = await monitor.QueryStatusAsync(cancellation);
        if (Migration.OutgoingState.MayGoOn(record.RanBefore, status))
        {
            await monitor.ExecuteAsync("cont", cancellation: cancellation);
        }

        return record with { Phase = RunPhase.Ready };
    }

    // After a power failure a record may be anything. Without a process that has to do with its folder, nothing runs that it could be about.
    private RunRecord? ReadUnlessLost(Guid uuid)
    {
        try
        {
            return runs.Read(uuid);
        }
        catch (DomainException) when (!ProcessIdentity.AnyMentions(folder.RunFolder(uuid)))
        {
            runs.Delete(uuid);
            return null;
        }
    }

    private static bool IsSound(RunRecord? record) => record is { Phase: RunPhase.Ready, Process.IsAlive: true };
}
