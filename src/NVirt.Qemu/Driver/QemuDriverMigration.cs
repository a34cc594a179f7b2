using System.Collections.Immutable;
using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Migration;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu;

/// <summary>Moving guests.</summary>
public sealed partial class QemuDriver
{
    /// <summary>This machine's end of a migration to it. The guest may name only emulators that <see cref="QemuDriverOptions.PeerEmulators"/> allows.</summary>
    public IMigrationDestination OpenDestination() => OpenDestination(_emulators);

    /// <summary>The same for guests of whoever runs this program, who may run any emulator anyway.</summary>
    internal IMigrationDestination OpenOwnDestination() => OpenDestination(emulators: null);

    /// <inheritdoc/>
    public async Task<MigrationResult> MigrateAsync(
        string domain,
        IMigrationDestination destination,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        options ??= new MigrationOptions();
        long start = Stopwatch.GetTimestamp();
        FoundDomain found = _finder.Find(domain);
        using DomainLock taken = await LockAsync(found, "migrate", cancellation);
        RunRecord record = await _recovery.RecoverAsync(found.Uuid, cancellation) ?? throw DomainException.NotRunning(found.Name);

        // Read now, since it may have changed while somebody else was at work.
        DomainDocument? definition = _definitions.Read(record.Name);
        try
        {
            await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(found.Uuid).Commands, cancellation: cancellation);
            options = options with { Document = options.Document is { } other ? await CompleteAsync(other, record, cancellation) : null };
            OutgoingGuest guest = new(monitor, record, _runs, options, progress);
            MigrationOffer offer = await guest.OfferAsync(definition, _map, cancellation);
            progress?.Report(new MigrationProgress { Step = MigrationStep.Prepare });
            DomainSummary there = await new MigrationDeparture(guest, destination).RunAsync(offer, options.StaysPaused, cancellation);
            return new MigrationResult
            {
                Domain = there,
                Warnings = await ForgetAsync(record, options.UndefinesSource ? definition : null),
                Total = Stopwatch.GetElapsedTime(start),
                Downtime = guest.RanBefore ? guest.Sent!.Downtime : null,
                SentBytes = guest.Sent!.SentBytes,
            };
        }
        catch (QmpException e)
        {
            throw Translate(e);
        }
    }

    // The guest is the destination's now, so whatever does not work here any more is no failure of the migration.
    private async Task<ImmutableArray<string>> ForgetAsync(RunRecord record, DomainDocument? definition)
    {
        List<string> warnings = [];
        try
        {
            await _starter.RemoveAsync(record.Uuid);
            if (record.Process.IsAlive)
            {
                warnings.Add(Text.Of(Messages.Migration_SourceLeft, record.Name, record.Process.Id));
            }
        }
        catch (Exception e) when (e is DomainException or IOException or UnauthorizedAccessException)
        {
            warnings.Add(Text.Of(Messages.Migration_SourceNotRemoved, record.Name, e.Message));
        }

        try
        {
            if (definition is not null && !await ForgetAsync(definition))
            {
                warnings.Add(Text.Of(Messages.Migration_DefinitionKept, record.Name));
            }
        }
        catch (Exception e) when (e is DomainException or CpuException or IOException or UnauthorizedAccessException)
        {
            warnings.Add(Text.Of(Messages.Migration_DefinitionNotRemoved, record.Name, e.Message));
        }

        return [.. warnings];
    }

    // What somebody defined while the guest was on its way is not what went along.
    private async Task<bool> ForgetAsync(DomainDocument definition)
    {
        using DomainLock names = await _folder.LockAsync(StateFolder.Names, definition.Definition.Name!, CancellationToken.None);
        return _definitions.TryDelete(definition);
    }

    private MigrationArrival OpenDestination(PeerEmulators? emulators) => new(new IncomingGuest(
        new IncomingHost(_folder, _definitions, _runs, _finder, _starter, _recovery)
        {
            Host = _host,
            Map = _map,
            Emulators = emulators,
            AskAsync = AskAsync,
            CheckAsync = async (document, cancellation) => Complete(document, await AskAsync(document.Definition, cancellation)),
        }));

    // A document for the destination is compared with what runs, so that it leaves open no more than a definition does.
    private async Task<DomainDocument> CompleteAsync(DomainDocument other, RunRecord record, CancellationToken cancellation) =>
        Complete(other, await AskAsync(record.Document.Definition, cancellation));
}
