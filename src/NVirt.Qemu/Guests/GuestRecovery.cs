using NVirt.Domains.Driver;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Cleans up what was left when QEMU ended, or when a process that was changing a guest was killed. This is done before the guest is
/// changed, and never by those who only look. The holder of a domain's lock is still working, so nothing is touched without the lock.
/// </summary>
internal sealed class GuestRecovery(StateFolder folder, RunStore runs, GuestStarter starter, GuestEnds ends)
{
    /// <summary>Prepares for a change of a guest. The caller has the lock.</summary>
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
            case { Life: RunLife.Running, Record: { Phase: RunPhase.Ready, IsRebooting: true } asked }:
                return await RebootAsync(asked, cancellation);
            case { Life: RunLife.Running, Record: { Phase: RunPhase.Ready } record }:
                return record;
            case { Life: RunLife.Running, Record: { Phase: RunPhase.Outgoing } sent }:
                RunRecord back = await ComeBackAsync(sent, cancellation);
                runs.Write(back);
                return back;
            default:
                // It ended, or it never ran here: nothing is worth keeping except how it ended.
                ends.Note(run);
                await starter.RemoveAsync(uuid);
                return null;
        }
    }

    /// <summary>Removes the files of all guests that ended, and of abandoned starts.</summary>
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
    /// Stops sending a guest's state, and resumes it. If all of its state was already sent, it may run elsewhere: then it stays paused.
    /// </summary>
    private async Task<RunRecord> ComeBackAsync(RunRecord record, CancellationToken cancellation)
    {
        try
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(runs.FilesOf(record.Uuid).Commands, cancellation: cancellation);
            await OutgoingState.CancelAsync(monitor, cancellation);
            string status = await monitor.QueryStatusAsync(cancellation);
            if (!OutgoingState.MayGoOn(record.RanBefore, status))
            {
                return record with { Phase = RunPhase.Ready };
            }

            await monitor.ExecuteAsync("cont", cancellation: cancellation);
            return record with { Phase = RunPhase.Ready, Reason = DomainStateReason.MigrationCancelled };
        }
        catch (QmpException e)
        {
            throw GuestFailure.Translate(e);
        }
    }

    // One that does not answer is left to those who need an answer.
    private async Task<RunRecord> RebootAsync(RunRecord record, CancellationToken cancellation)
    {
        try
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(runs.FilesOf(record.Uuid).Commands, cancellation: cancellation);
            return await GuestReboot.ContinueAsync(monitor, record, runs, cancellation);
        }
        catch (QmpException)
        {
            return record;
        }
    }

    /// <summary>The refusal to change a guest that runs elsewhere.</summary>
    public static DomainException Foreign(FoundRun run) => new(DomainErrorKind.InvalidState, DescribeForeign(run));

    /// <summary>Where a guest that does not run here is, and what to do.</summary>
    public static string DescribeForeign(FoundRun run) => run.Problem is { } problem && run.Process is null
        ? Text.Of(Messages.State_Unreadable, run.Uuid, problem)
        : Text.Of(
            run.Process is { IsOfThisBoot: true } ? Messages.State_ForeignNamespace : Messages.State_ForeignMachine,
            run.Record?.Name ?? run.Uuid.ToString(), run.Process?.Id, run.Process?.Namespace ?? "?", run.Process?.Boot, run.Uuid);
}
