using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>Starting, pausing and ending.</summary>
public sealed partial class QemuDriver
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<DomainStarted> StartAsync(
        DomainReference domain, DomainStartOptions? options = null, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);

        // While the lock is taken, and the guest's process started; what is asked depends on the definition alone.
        Task<QemuCapabilities>? asking = found is { Definition: { } first, Run: null }
            ? Task.Run(() => AskAsync(first.Definition, cancellation), cancellation) : null;
        using DomainLock taken = await LockToStartAsync(found.Uuid, found.Name, options, cancellation);
        DomainDocument definition = FindAgain(found).Definition ?? throw DomainException.NotDefined(found.Name);
        return await StartAsync(
            new GuestStart
            {
                Document = definition,
                StartDocument = WithFiles(definition),
                Asking = asking is not null && definition.Text == found.Definition!.Text
                    ? asking : AskAsync(definition.Definition, cancellation),
                Host = _host,
                Map = _map,
            },
            options ?? new DomainStartOptions(),
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<DomainStarted> CreateAsync(
        DomainDocument document, DomainStartOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DefinitionStore.RequireName(document);
        QemuCapabilities qemu = await AskAsync(document.Definition, cancellation);
        DomainDocument created = WithUuid(Fill(Complete(document, qemu), qemu));
        (string name, Guid uuid) = (created.Definition.Name!, created.Definition.Uuid!.Value);
        using DomainLock taken = await LockToStartAsync(uuid, name, options, cancellation);
        return await StartAsync(
            new GuestStart
            {
                Document = created,
                StartDocument = WithFiles(created),
                Asking = Task.FromResult(qemu),
                Host = _host,
                Map = _map,
                RequireFree = () => _finder.RequireFree(name, uuid),
            },
            options ?? new DomainStartOptions(),
            cancellation);
    }

    /// <inheritdoc/>
    public Task SuspendAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        TellAsync(domain, "stop", options, cancellation);

    /// <inheritdoc/>
    public Task ResumeAsync(DomainReference domain, DomainResumeOptions? options = null, CancellationToken cancellation = default) =>
        UseAsync(domain, "resume", options, async (monitor, record, token) =>
        {
            if (options is not { IsForced: true })
            {
                await OutgoingState.RequireHereAsync(monitor, record, token);
            }

            await ResumeAsync(monitor, record, token);
        }, cancellation);

    /// <inheritdoc/>
    public async Task ShutdownAsync(DomainReference domain, DomainShutdownOptions? options = null, CancellationToken cancellation = default)
    {
        RunRecord record = await UseAsync(domain, "shutdown", options, async (monitor, record, token) =>
        {
            if (record.IsRebooting)
            {
                await GuestReboot.GiveUpAsync(monitor, record, _runs, token);
            }

            await monitor.ExecuteAsync("system_powerdown", cancellation: token);
        }, cancellation);
        if (options?.Deadline is { } deadline && !await record.Process.WaitForEndAsync(deadline, cancellation))
        {
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Guest_NotEndedYet, record.Name, deadline.TotalSeconds));
        }
    }

    /// <inheritdoc/>
    public Task ResetAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        UseAsync(domain, "reset", options, async (monitor, record, token) =>
        {
            // After a reset, QEMU no longer knows that the guest was sent.
            await OutgoingState.RequireHereAsync(monitor, record, token);
            if (record.IsRebooting)
            {
                await GuestReboot.GiveUpAsync(monitor, record, _runs, token);
            }

            await monitor.ExecuteAsync("system_reset", cancellation: token);
        }, cancellation);

    /// <inheritdoc/>
    public async Task DestroyAsync(DomainReference domain, DomainDestroyOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new DomainDestroyOptions();
        FoundDomain found = _finder.Find(domain);
        FoundRun run = found.Run is { Life: not RunLife.Foreign } here ? here
            : throw (found.Run is null ? DomainException.NotRunning(found.Name) : GuestRecovery.Foreign(found.Run));
        DomainLock? taken = _folder.TryLock(found.Uuid, "destroy");
        if (taken is null)
        {
            if (!options.IsGraceful)
            {
                // Anybody working on it finds it gone and gives up.
                GuestEnd.Kill(_runs, run);
            }

            taken = await LockAsync(found.Uuid, "destroy", options, cancellation);
        }

        using (taken)
        {
            await RemoveAsync(found, run, options, cancellation);
        }
    }

    private async Task RemoveAsync(FoundDomain found, FoundRun run, DomainDestroyOptions options, CancellationToken cancellation)
    {
        _ends.Note(run);

        // It no longer matters whether its record can be read.
        TimeSpan grace = options.Grace ?? EndPatience;
        if (_runs.Look(found.Uuid) is { Life: RunLife.Running } still && !await EndAsync(still, grace, cancellation) && options.IsGraceful)
        {
            throw new DomainException(DomainErrorKind.Busy, Text.Of(Messages.Guest_NotEndedYet, found.Name, grace.TotalSeconds));
        }

        await _starter.RemoveAsync(found.Uuid);
        _leashes.Drop(found.Uuid);
        if (run.Life == RunLife.Ended)
        {
            throw DomainException.NotRunning(found.Name);
        }

        _ends.Note(found.Uuid, DomainStateReason.Destroyed);
    }

    // QEMU ends cleanly, with all pending data written.
    private async Task<bool> EndAsync(FoundRun run, TimeSpan grace, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        bool isTold = await QuitAsync(run, grace, cancellation);
        TimeSpan waited = isTold ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
        return run.Process is not { } process || await process.WaitForEndAsync(grace - waited, cancellation);
    }

    /// <summary>Tells QEMU to quit.</summary>
    /// <returns>Whether it answered.</returns>
    private async Task<bool> QuitAsync(FoundRun run, TimeSpan grace, CancellationToken cancellation)
    {
        try
        {
            await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(run.Uuid).Commands, grace, cancellation);
            await monitor.ExecuteAsync("quit", cancellation: cancellation);
            return true;
        }
        catch (QmpException e)
        {
            // It may already be ending.
            return e.Kind != QmpErrorKind.TimedOut;
        }
    }

    /// <summary>Prepares the start of a domain that does not run.</summary>
    private async Task<DomainLock> LockToStartAsync(Guid uuid, string name, DomainStartOptions? options, CancellationToken cancellation)
    {
        await _recovery.TidyAsync(cancellation);
        DomainLock taken = await LockAsync(uuid, "start", options, cancellation);
        try
        {
            return await _recovery.RecoverAsync(uuid, cancellation) is null ? taken : throw DomainException.AlreadyRuns(name);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private async Task<DomainStarted> StartAsync(GuestStart start, DomainStartOptions options, CancellationToken cancellation)
    {
        start = start with { IsLeashed = options.IsAutoDestroyed, Patience = options.Deadline ?? start.Patience };
        StartedGuest guest = await _starter.StartAsync(start, cancellation);
        await using GuestMonitor monitor = guest.Monitor;
        RunRecord record =
            guest.Record with { Phase = RunPhase.Ready, Reason = options.IsPaused ? DomainStateReason.User : DomainStateReason.Booted };
        if (guest.Leash is { } leash)
        {
            _leashes.Keep(record.Uuid, leash);
        }

        try
        {
            _runs.Write(record);
            await guest.Settled;
            if (!options.IsPaused)
            {
                await monitor.ExecuteAsync("cont", cancellation: cancellation);
            }
        }
        catch (Exception e)
        {
            await _starter.RemoveAsync(record.Uuid);
            _leashes.Drop(record.Uuid);
            throw GuestFailure.Translate(e);
        }

        return new DomainStarted(Summarize(record, options.IsPaused ? DomainState.Paused : DomainState.Running), guest.Warnings);
    }

    private async Task ResumeAsync(GuestMonitor monitor, RunRecord record, CancellationToken cancellation)
    {
        if (await monitor.QueryStatusAsync(cancellation) == GuestStatus.Running)
        {
            throw DomainException.NotPaused(record.Name);
        }

        await monitor.ExecuteAsync("cont", cancellation: cancellation);
        try
        {
            _runs.Write(record with { Reason = DomainStateReason.Unpaused }, isNews: false);
        }
        catch (DomainException)
        {
            // The disk is full; what counts is that the guest runs.
        }
    }

    private Task<RunRecord> TellAsync(DomainReference domain, string command, DomainCallOptions? options, CancellationToken cancellation) =>
        UseAsync(domain, command, options, (monitor, _, token) => monitor.ExecuteAsync(command, cancellation: token), cancellation);

    /// <summary>Does something with a running guest, exclusively.</summary>
    /// <returns>What was known about the guest before.</returns>
    private async Task<RunRecord> UseAsync(
        DomainReference domain,
        string purpose,
        DomainCallOptions? options,
        Func<GuestMonitor, RunRecord, CancellationToken, Task> action,
        CancellationToken cancellation)
    {
        FoundDomain found = _finder.Find(domain);
        using DomainLock taken = await LockAsync(found.Uuid, purpose, options, cancellation);
        RunRecord record = await _recovery.RecoverAsync(found.Uuid, cancellation) ?? throw DomainException.NotRunning(found.Name);
        Trim(record);
        try
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(_runs.FilesOf(found.Uuid).Commands, cancellation: cancellation);
            await action(monitor, record, cancellation);
            return record;
        }
        catch (QmpException e)
        {
            throw GuestFailure.Translate(e);
        }
    }

    /// <summary>The state of a domain now that its lock is taken: it may have changed during the wait.</summary>
    // Most often, nobody has changed it.
    private FoundDomain FindAgain(FoundDomain found) =>
        found is { Run: null, Definition: { } known } && _definitions.HasText(found.Name, known.Text)
            ? found with { Run = _runs.Look(found.Uuid) }
            : _finder.ByUuid(found.Uuid) ?? throw DomainException.NotFound(DomainReference.OfName(found.Name));

    // A guest can make its emulator write without limit.
    private void Trim(RunRecord record)
    {
        new GuestLog(_folder.Logs, record.Name).Cut();
        using PrivateFolder files = _runs.Open(record.Uuid);
        GuestJournal.Trim(files);
    }

    private Task<DomainLock> LockAsync(Guid uuid, string purpose, DomainCallOptions? options, CancellationToken cancellation) =>
        _folder.LockAsync(uuid.ToString(), purpose, cancellation, options?.Patience);
}
