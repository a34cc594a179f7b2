using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Sets right what was left when QEMU ended, or when a process that changed a guest was killed. That is done before the guest is changed, and
/// never by those who only look. Whoever holds a domain's lock is still at work, so nothing is touched without it.
/// </summary>
internal sealed class GuestRecovery(StateFolder folder, RunStore runs, GuestStarter starter)
{
    /// <summary>Makes ready for a change of a guest. The caller has the lock.</summary>
    /// <returns>The guest, or <see langword="null"/> if it does not run.</returns>
    /// <exception cref="DomainException">It runs elsewhere, or its record cannot be read.</exception>
    public async Task<RunRecord?> RecoverAsync(Guid uuid, CancellationToken cancellation)
    {
        FoundRun? run = runs.Look(uuid);
        switch (run)
        {
            case null:
                return null;
            case { Life: RunLife.Foreign }:
                throw Foreign(run);
            case { Problem: { } problem } when run.Life == RunLife.Running || run.IsNewer:
                throw new DomainException(DomainErrorKind.InvalidState, Text.Of(Messages.State_Unreadable, run.Uuid, problem));
            case { Life: RunLife.Running, Record: { Phase: RunPhase.Ready } record }:
                return record;
            case { Life: RunLife.Running, Record: { Phase: RunPhase.Outgoing } sent }:
                RunRecord back = await ComeBackAsync(sent, cancellation);
                runs.Write(back);
                return back;
            default:
                // It ended, or it has never run here: nothing of it is worth keeping.
                await starter.RemoveAsync(uuid);
                return null;
        }
    }

    /// <summary>Removes the files of all guests that ended, and of starts that nobody finishes.</summary>
    public async Task TidyAsync(CancellationToken cancellation)
    {
        foreach (Guid uuid in runs.Uuids().ToArray())
        {
            if (runs.Look(uuid) is { Life: RunLife.Ended } ended && !ended.IsNewer && folder.TryLock(uuid, "tidy") is { } taken)
            {
                using (taken)
                {
                    await RecoverAsync(uuid, cancellation);
                }
            }
        }
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

    /// <summary>The refusal to touch a guest that runs elsewhere.</summary>
    public static DomainException Foreign(FoundRun run) => new(DomainErrorKind.InvalidState, DescribeForeign(run));

    /// <summary>Where a guest is that does not run here, and what to do.</summary>
    public static string DescribeForeign(FoundRun run) => run.Problem is { } problem && run.Process is null
        ? Text.Of(Messages.State_Unreadable, run.Uuid, problem)
        : Text.Of(
            run.Process is { IsOfThisBoot: true } ? Messages.State_ForeignNamespace : Messages.State_ForeignMachine,
            run.Record?.Name ?? run.Uuid.ToString(), run.Process?.Id, run.Process?.Namespace ?? "?", run.Process?.Boot, run.Uuid);
}
