using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// A guest that is migrated to this machine (hypervisor-rules.md 5.4 and 5.5). Its lock is held until it runs here, or is gone.
/// </summary>
internal sealed class IncomingGuest(IncomingHost host) : IArrivingGuest
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    // The source has sent everything when it asks.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private DomainLock? _lock;
    private GuestMonitor? _monitor;
    private RunRecord? _record;
    private KeptDefinition? _definition;

    public string Name => host.Folder.Root;

    public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation)
    {
        Guid uuid = OfferCheck.Require(offer, host.Emulators);
        DomainDefinition domain = offer.Document.Definition;
        if (offer.IsPersistent)
        {
            DomainDocument kept = offer.Definition ?? offer.Document;
            await host.CheckAsync(kept, cancellation);
            _definition = new KeptDefinition(host, kept);
        }

        _lock = await host.Folder.LockAsync(uuid.ToString(), "migrate", cancellation);
        await RequirePlaceAsync(domain.Name!, uuid, cancellation);
        try
        {
            StartedGuest guest = await StartAsync(offer, cancellation);
            _monitor = guest.Monitor;
            _record = guest.Record;
            await guest.Settled;
            CpuDriver driver = CpuDriver.For(domain.Os.Arch == CpuArchitecture.None ? CpuArchitectures.Host : domain.Os.Arch, host.Map);
            OfferCheck.RequireByFeatures(driver, offer.BuiltFeatures, guest.Record.BuiltFeatures);
            return await ListenAsync(uuid, cancellation);
        }
        catch (QmpException e)
        {
            throw GuestFailure.Translate(e);
        }
    }

    public async Task<DomainSummary> TakeOverAsync(bool isPaused, CancellationToken cancellation)
    {
        RunRecord record =
            _record! with { Phase = RunPhase.Ready, Reason = isPaused ? DomainStateReason.User : DomainStateReason.Migrated };
        try
        {
            await WaitForStateAsync(cancellation);
            await RequireNameAsync(record, cancellation);
            host.Runs.Write(record);
            if (!isPaused)
            {
                await _monitor!.ExecuteAsync("cont", cancellation: CancellationToken.None);
            }
        }
        catch (QmpException e)
        {
            throw GuestFailure.Translate(e);
        }

        await ReleaseAsync();
        return new DomainSummary
        {
            Name = record.Name,
            Uuid = record.Uuid,
            Id = record.Id,
            State = isPaused ? DomainState.Paused : DomainState.Running,
            Reason = record.Reason,
            IsPersistent = host.Definitions.Read(record.Name) is not null,
            ProcessId = record.Process.Id,
        };
    }

    public async Task RemoveAsync()
    {
        try
        {
            // A guest that was already running here does not belong to this migration.
            if (_record is { } record && _lock is not null)
            {
                await host.Starter.RemoveAsync(record.Uuid);
                if (record.Process.IsAlive)
                {
                    throw new DomainException(
                        DomainErrorKind.TimedOut, Text.Of(Messages.Migration_NotRemoved, record.Name, record.Process.Id));
                }

                await (_definition?.TakeBackAsync() ?? Task.CompletedTask);
            }
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    // The name may have been taken meanwhile.
    private async Task RequireNameAsync(RunRecord record, CancellationToken cancellation)
    {
        using DomainLock names = await host.Folder.LockAsync(StateFolder.Names, record.Name, cancellation);
        host.Finder.RequireFree(record.Name, record.Uuid);
        _definition?.Keep();
    }

    private async Task RequirePlaceAsync(string name, Guid uuid, CancellationToken cancellation)
    {
        if (await host.Recovery.RecoverAsync(uuid, cancellation) is not null)
        {
            throw DomainException.AlreadyRuns(name);
        }

        host.Finder.RequireFree(name, uuid);
    }

    private async Task<StartedGuest> StartAsync(MigrationOffer offer, CancellationToken cancellation)
    {
        QemuCapabilities qemu = await host.AskAsync(offer.Document.Definition, cancellation);
        if (QemuAccelerators.TryParseDomainType(offer.Document.Definition.Type, out QemuAccelerator accelerator)
            && qemu.Slot(accelerator) is { } slot)
        {
            OfferCheck.RequireByModel(qemu, slot, host.Host, host.Map, offer.LiveCpu);
        }

        GuestStart start = new()
        {
            Document = offer.Document,
            StartDocument = offer.LiveCpu is null ? offer.Document : offer.Document.WithCpu(offer.LiveCpu),
            Asking = Task.FromResult(qemu),
            Host = host.Host,
            Map = host.Map,
            IsIncoming = true,
        };
        return await host.Starter.StartAsync(start, cancellation);
    }

    private async Task<string> ListenAsync(Guid uuid, CancellationToken cancellation)
    {
        await MigrationCapabilities.SetForDestinationAsync(_monitor!, cancellation);
        await MigrationParameters.SetAsync(_monitor!, new MigrationOptions(), cancellation);
        GuestFolder files = host.Runs.FilesOf(uuid);
        await TakeFromAsync("unix:" + files.ForQemu(files.Incoming), cancellation);
        return "unix:" + files.Incoming;
    }

    // A QEMU that supports this (since 9.1) stays and reports the reason, where older ones end.
    private async Task TakeFromAsync(string address, CancellationToken cancellation)
    {
        try
        {
            await _monitor!.ExecuteAsync("migrate-incoming", new JsonObject { ["uri"] = address, ["exit-on-error"] = false }, cancellation);
        }
        catch (QmpException e)
            when (e.Kind == QmpErrorKind.Refused && e.Description?.Contains("exit-on-error", StringComparison.Ordinal) == true)
        {
            await _monitor!.ExecuteAsync("migrate-incoming", new JsonObject { ["uri"] = address }, cancellation);
        }
    }

    // QEMU ends if it cannot read the state, so its end is one of the outcomes.
    private async Task WaitForStateAsync(CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            MigrationStatus status = await _monitor!.QueryMigrationAsync(cancellation);
            if (status.Status == "completed")
            {
                return;
            }

            if (status.Status == "failed")
            {
                throw new DomainException(DomainErrorKind.Hypervisor, Text.Of(Messages.Migration_Failed, status.Error ?? status.Status));
            }

            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Migration_TimedOut, Patience.TotalSeconds));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task ReleaseAsync()
    {
        if (_monitor is not null)
        {
            await _monitor.DisposeAsync();
            _monitor = null;
        }

        _lock?.Dispose();
        _lock = null;
    }
}
