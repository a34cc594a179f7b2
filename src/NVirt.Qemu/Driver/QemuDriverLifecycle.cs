using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu;

/// <summary>Starting, pausing and ending.</summary>
public sealed partial class QemuDriver
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<DomainStarted> StartAsync(string domain, bool isPaused = false, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);
        await _recovery.TidyAsync(cancellation);
        using DomainLock taken = await LockAsync(found, "start", cancellation);
        if (await _recovery.RecoverAsync(found.Uuid, cancellation) is not null)
        {
            throw DomainException.AlreadyRuns(found.Name);
        }

        DomainDocument definition = FindAgain(found).Definition ?? throw DomainException.NotDefined(found.Name);
        GuestStart start = new()
        {
            Document = definition,
            StartDocument = definition,
            Capabilities = await AskAsync(definition.Definition, cancellation),
            Host = _host,
            Map = _map,
        };
        StartedGuest guest = await _starter.StartAsync(start, cancellation);
        await using GuestMonitor monitor = guest.Monitor;
        RunRecord record = guest.Record with { Phase = RunPhase.Ready };
        try
        {
            _runs.Write(record);
            if (!isPaused)
            {
                await monitor.ExecuteAsync("cont", cancellation: cancellation);
            }
        }
        catch (Exception e)
        {
            await _starter.RemoveAsync(found.Uuid);
            throw Translate(e);
        }

        return new DomainStarted(Summarize(record, isPaused ? DomainState.Paused : DomainState.Running), guest.Warnings);
    }

    /// <inheritdoc/>
    public Task SuspendAsync(string domain, CancellationToken cancellation = default) => TellAsync(domain, "stop", cancellation);

    /// <inheritdoc/>
    public Task ResumeAsync(string domain, CancellationToken cancellation = default) => UseAsync(domain, "resume", ResumeAsync, cancellation);

    /// <inheritdoc/>
    public Task ShutdownAsync(string domain, CancellationToken cancellation = default) => TellAsync(domain, "system_powerdown", cancellation);

    /// <inheritdoc/>
    public Task ResetAsync(string domain, CancellationToken cancellation = default) => TellAsync(domain, "system_reset", cancellation);

    /// <inheritdoc/>
    public async Task DestroyAsync(string domain, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);
        FoundRun run = found.Run is { Life: not RunLife.Foreign } here ? here
            : throw (found.Run is null ? DomainException.NotRunning(found.Name) : GuestRecovery.Foreign(found.Run));
        DomainLock? taken = _folder.TryLock(found.Uuid, "destroy");
        if (taken is null)
        {
            // Whoever is at work on it finds it gone, and lets go of it.
            GuestEnd.Kill(_runs, run);
            taken = await LockAsync(found, "destroy", cancellation);
        }

        using (taken)
        {
            // Whether its record can be read matters to nobody any more.
            if (_runs.Look(found.Uuid) is { Life: RunLife.Running } still)
            {
                await EndAsync(still, cancellation);
            }

            await _starter.RemoveAsync(found.Uuid);
            if (run.Life == RunLife.Ended)
            {
                throw DomainException.NotRunning(found.Name);
            }
        }
    }

    // QEMU ends in good order, with what it has not written yet written; if it does not, it is killed.
    private async Task EndAsync(FoundRun run, CancellationToken cancellation)
    {
        try
        {
            await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(run.Uuid).Commands, EndPatience, cancellation);
            await monitor.ExecuteAsync("quit", cancellation: cancellation);
        }
        catch (QmpException)
        {
            // It is at its end, or hangs.
        }

        if (run.Process is { } process)
        {
            await process.WaitForEndAsync(EndPatience, cancellation);
        }
    }

    private static async Task ResumeAsync(GuestMonitor monitor, RunRecord record, CancellationToken cancellation)
    {
        if (await monitor.QueryStatusAsync(cancellation) == GuestStatus.Running)
        {
            throw DomainException.NotPaused(record.Name);
        }

        await monitor.ExecuteAsync("cont", cancellation: cancellation);
    }

    private Task TellAsync(string domain, string command, CancellationToken cancellation) =>
        UseAsync(domain, command, (monitor, _, token) => monitor.ExecuteAsync(command, cancellation: token), cancellation);

    /// <summary>Does something with a guest that runs, as the only one.</summary>
    private async Task UseAsync(string domain, string purpose, Func<GuestMonitor, RunRecord, CancellationToken, Task> action, CancellationToken cancellation)
    {
        FoundDomain found = _finder.Find(domain);
        using DomainLock taken = await LockAsync(found, purpose, cancellation);
        RunRecord record = await _recovery.RecoverAsync(found.Uuid, cancellation) ?? throw DomainException.NotRunning(found.Name);
        Trim(record);
        try
        {
            await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(found.Uuid).Commands, cancellation: cancellation);
            await action(monitor, record, cancellation);
        }
        catch (QmpException e)
        {
            throw Translate(e);
        }
    }

    /// <summary>What there is of a domain now that its lock is taken: it may have changed while that was waited for.</summary>
    private FoundDomain FindAgain(FoundDomain found) => _finder.ByUuid(found.Uuid) ?? throw DomainException.NotFound(found.Name);

    // A guest can make its emulator write as much as it likes.
    private void Trim(RunRecord record)
    {
        new GuestLog(_folder.Logs, record.Name).Cut();
        using PrivateFolder files = _runs.Open(record.Uuid);
        GuestJournal.Trim(files);
    }

    private Task<DomainLock> LockAsync(FoundDomain found, string purpose, CancellationToken cancellation) =>
        _folder.LockAsync(found.Uuid.ToString(), purpose, cancellation);

    private static Exception Translate(Exception e) => e switch
    {
        QmpException { Kind: QmpErrorKind.TimedOut } => new DomainException(DomainErrorKind.TimedOut, e.Message, e),
        QmpException => new DomainException(DomainErrorKind.Failed, e.Message, e),
        _ => e,
    };
}
