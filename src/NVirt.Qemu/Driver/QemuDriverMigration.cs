using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Peers;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Migration;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Driver;

/// <summary>Migration, from here and to here.</summary>
public sealed partial class QemuDriver : IMigrationReceiver
{
    /// <summary>Reaches the QEMU of another host, to which a guest is to go.</summary>
    /// <param name="uri">
    /// <c>qemu+ssh://[user@]host[:port]/[?root=DIR]</c>, or short <c>ssh://[user@]host[:port][/DIR]</c>. <c>nvirt</c> has to be in the path
    /// of the user there, or be named by the parameter <c>nvirt=PATH</c>. The variable <c>NVIRT_SSH</c> names another program than
    /// <c>ssh</c>, or options for it.
    /// </param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">It is no such URI (invalid argument), or the host cannot be reached.</exception>
    public static async Task<IMigrationDestination> ReachAsync(string uri, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return await SshDestination.ConnectAsync(SshAddress.Parse(uri), SshProgram.Usual, MigrationPatience.Usual, cancellation);
    }

    /// <inheritdoc/>
    public Task ReceiveAsync(Stream input, Stream output, CancellationToken cancellation = default) =>
        DestinationService.RunAsync(input, output, OpenDestination(), cancellation);

    /// <summary>
    /// The receiving end of a migration to this machine. The guest may use only emulators that
    /// <see cref="QemuDriverOptions.PeerEmulators"/> allows.
    /// </summary>
    public IMigrationDestination OpenDestination() => new MigrationArrival(new IncomingGuest(
        new IncomingHost(_folder, _definitions, _runs, _finder, _starter, _recovery)
        {
            Host = _host,
            Map = _map,
            Emulators = _emulators,
            AskAsync = AskAsync,
            CheckAsync = async (document, cancellation) => Complete(document, await AskAsync(document.Definition, cancellation)),
        }));

    /// <inheritdoc/>
    public async Task<IMigrationSource> BeginMigrationAsync(
        DomainReference domain,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new MigrationOptions();
        FoundDomain found = _finder.Find(domain);
        DomainLock taken = await LockAsync(found.Uuid, "migrate", options, cancellation);
        GuestMonitor? monitor = null;
        try
        {
            RunRecord record = await _recovery.RecoverAsync(found.Uuid, cancellation) ?? throw DomainException.NotRunning(found.Name);

            if (record.IsRebooting)
            {
                // There, its shutdown would be its end.
                throw new DomainException(DomainErrorKind.InvalidState, Text.Of(Messages.Migration_Rebooting, record.Name));
            }

            // Read now, because it may have changed while somebody else was working on it.
            DomainDocument? definition = _definitions.Read(record.Name);
            monitor = await GuestMonitor.ConnectAsync(_runs.FilesOf(found.Uuid).Commands, cancellation: cancellation);
            await OutgoingState.RequireHereAsync(monitor, record, cancellation);
            options = options with { Document = options.Document is { } other ? await CompleteAsync(other, record, cancellation) : null };
            OutgoingGuest guest = new(monitor, record, _runs, options, progress)
            {
                Lock = taken,
                ForgetAsync = () => ForgetAsync(record, options.UndefinesSource ? definition : null),
            };
            MigrationOffer offer = await guest.OfferAsync(definition, _map, cancellation);
            progress?.Report(new MigrationProgress { Step = MigrationStep.Prepare });
            return new MigrationDeparture(guest, offer, options.StaysPaused);
        }
        catch (Exception e)
        {
            await (monitor?.DisposeAsync() ?? ValueTask.CompletedTask);
            taken.Dispose();
            throw GuestFailure.Translate(e);
        }
    }

    // The guest now belongs to the destination, so failures here no longer make the migration fail.
    private async Task<ImmutableArray<string>> ForgetAsync(RunRecord record, DomainDocument? definition)
    {
        List<string> warnings = [];
        try
        {
            await _starter.RemoveAsync(record.Uuid, isElsewhere: true);
            _leashes.Drop(record.Uuid);
            _ends.Note(record.Uuid, DomainStateReason.Migrated);
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

    // A definition that was changed during the migration is not the one that was sent.
    private async Task<bool> ForgetAsync(DomainDocument definition)
    {
        using DomainLock names = await _folder.LockAsync(StateFolder.Names, definition.Definition.Name!, CancellationToken.None);
        return _definitions.TryDelete(definition);
    }

    // A document for the destination is compared with what runs, so that it leaves open no more than a definition does.
    private async Task<DomainDocument> CompleteAsync(DomainDocument other, RunRecord record, CancellationToken cancellation) =>
        Complete(other, await AskAsync(record.Document.Definition, cancellation));
}
