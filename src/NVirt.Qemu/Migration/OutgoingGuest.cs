using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Migration;

/// <summary>A guest that is to leave: what it offers, and how it comes back if it can not.</summary>
internal sealed class OutgoingGuest(
    GuestMonitor monitor,
    RunRecord record,
    RunStore runs,
    IMigrationDestination destination,
    MigrationOptions options,
    IProgress<MigrationProgress>? progress)
{
    private const string Invariant = "invtsc";

    /// <summary>What the destination is to judge, unless something keeps the guest here.</summary>
    /// <exception cref="DomainException">It can not be sent, or the other document is of another guest.</exception>
    public async Task<MigrationOffer> OfferAsync(DomainDocument? definition, CpuMap map, CancellationToken cancellation)
    {
        MigrationStatus status = new(await monitor.ExecuteAsync("query-migrate", cancellation: cancellation));
        if (status.BlockedReasons.ToArray() is { Length: > 0 } reasons)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Migration_Blocked, record.Name, string.Join("; ", reasons)));
        }

        if (options.Document is { } other)
        {
            StableDocument.Require(other, record.Document, record.LiveCpu);
        }

        DomainDefinition domain = record.Document.Definition;
        CpuDriver driver = CpuDriver.For(domain.Os.Arch == CpuArchitecture.None ? CpuArchitectures.Host : domain.Os.Arch, map);
        RequireFixedClock(domain, driver);
        DomainDocument document = options.Document?.WithUuid(record.Uuid) ?? record.Document;
        return new MigrationOffer
        {
            Document = options.Name is { } name ? document.WithName(name) : document,
            LiveCpu = MigratableCpu.Of(driver, record.LiveCpu, domain.Cpu),
            BuiltFeatures = record.BuiltFeatures,
            Hypervisor = record.Hypervisor,
            IsPersistent = options.IsPersistent,
            Definition = options.Name is { } renamed ? definition?.WithName(renamed) : definition,
        };
    }

    /// <summary>Moves the guest. When this returns, it runs there; when it throws, it runs here, unless the exception says that nobody knows.</summary>
    public async Task<MigrationResult> SendAsync(MigrationOffer offer, CancellationToken cancellation)
    {
        progress?.Report(new MigrationProgress { Step = MigrationStep.Prepare });
        string address = await destination.PrepareAsync(offer, cancellation);
        bool ran = await monitor.QueryStatusAsync(cancellation) == GuestStatus.Running;
        MigrationParameters? parameters = null;
        try
        {
            runs.Write(record with { Phase = RunPhase.Outgoing, RanBefore = ran });
            await MigrationCapabilities.SetForSourceAsync(monitor, options, cancellation);
            parameters = await MigrationParameters.SetAsync(monitor, options, cancellation);
            if (ran && !options.IsLive)
            {
                await monitor.ExecuteAsync("stop", cancellation: cancellation);
            }

            MigrationStatus sent = await new OutgoingMigration(monitor, options, progress).RunAsync(address, cancellation);
            progress?.Report(sent.ToProgress(MigrationStep.Finish));
            DomainSummary there = await destination.FinishAsync(isPaused: !ran || options.StaysPaused, CancellationToken.None);
            return new MigrationResult { Domain = there, Total = default, Downtime = ran ? sent.Downtime : null, SentBytes = sent.SentBytes };
        }
        catch (Exception e)
        {
            await ComeBackAsync(parameters, ran, e);
            throw;
        }
    }

    private void RequireFixedClock(DomainDefinition domain, CpuDriver driver)
    {
        bool isInvariant = record.LiveCpu is { Model: not null } cpu && driver.Arch.IsX86() && driver.HasFeature(cpu, Invariant);
        if (isInvariant && !domain.Clock.Timers.Any(t => t is { Name: DomainTimerName.Tsc, Frequency: not null }))
        {
            throw new DomainException(DomainErrorKind.Refused, Text.Of(Messages.Migration_InvariantClock, record.Name));
        }
    }

    // First the destination lets go for certain, since two that run would destroy what they share.
    private async Task ComeBackAsync(MigrationParameters? parameters, bool ran, Exception cause)
    {
        try
        {
            await destination.AbortAsync();
        }
        catch (Exception e) when (e is DomainException or IOException)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Migration_Unknown, record.Name, destination.Name, cause.Message, e.Message), cause);
        }

        try
        {
            await OutgoingState.CancelAsync(monitor, CancellationToken.None);
            if (parameters is not null)
            {
                await parameters.RestoreAsync(monitor);
            }

            if (ran && await monitor.QueryStatusAsync() != GuestStatus.Running)
            {
                await monitor.ExecuteAsync("cont");
            }

            runs.Write(record with { Phase = RunPhase.Ready });
        }
        catch (QmpException)
        {
            // QEMU itself is gone, and the cause says so.
        }
    }
}
