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
    /// <inheritdoc/>
    public IMigrationDestination OpenDestination() => new IncomingGuest(new IncomingHost(_folder, _definitions, _runs, _finder, _starter, _recovery)
    {
        Host = _host,
        Map = _map,
        AskAsync = AskAsync,
    });

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
        try
        {
            await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(found.Uuid).Commands, cancellation: cancellation);
            options = options with { Document = options.Document is { } other ? await CompleteAsync(other, record, cancellation) : null };
            OutgoingGuest guest = new(monitor, record, _runs, destination, options, progress);
            DomainDocument? definition = FindAgain(found).Definition;
            MigrationOffer offer = await guest.OfferAsync(definition, _map, cancellation);
            MigrationResult result = await guest.SendAsync(offer, cancellation);
            await _starter.RemoveAsync(found.Uuid);
            if (options.UndefinesSource && definition is not null)
            {
                await UndefineUnlessChangedAsync(definition);
            }

            return result with { Total = Stopwatch.GetElapsedTime(start) };
        }
        catch (QmpException e)
        {
            throw Translate(e);
        }
    }

    // A document for the destination is compared with what runs, so that it leaves open no more than a definition does.
    private async Task<DomainDocument> CompleteAsync(DomainDocument other, RunRecord record, CancellationToken cancellation) =>
        Complete(other, await AskAsync(record.Document.Definition, cancellation));
}
