using System.Collections.Immutable;
using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>A guest that is being migrated away: what it offers, how its state is sent, and how it comes back.</summary>
internal sealed class OutgoingGuest(
    GuestMonitor monitor, RunRecord record, RunStore runs, MigrationOptions options,
        IProgress<MigrationProgress>? progress) : IDepartingGuest
{
    private const string UnixPrefix = "unix:";

    private const string Invariant = "invtsc";

    private readonly long _start = Stopwatch.GetTimestamp();

    private MigrationParameters? _parameters;

    /// <summary>Keeps others from the guest.</summary>
    public required DomainLock Lock { get; init; }

    /// <summary>Removes what is left of the guest after it has left, and returns what failed.</summary>
    public required Func<Task<ImmutableArray<string>>> ForgetAsync { get; init; }

    public string Name => record.Name;

    public bool RanBefore { get; private set; }

    /// <summary>QEMU's final migration status.</summary>
    public MigrationStatus? Sent { get; private set; }

    /// <summary>The offer that the destination judges, unless something prevents the migration.</summary>
    /// <exception cref="DomainException">It cannot be sent, or the other document is for another guest.</exception>
    public async Task<MigrationOffer> OfferAsync(DomainDocument? definition, CpuMap map, CancellationToken cancellation)
    {
        MigrationStatus status = await monitor.QueryMigrationAsync(cancellation);
        if (status.BlockedReasons.ToArray() is { Length: > 0 } reasons)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Migration_Blocked, record.Name, string.Join("; ", reasons)));
        }

        if (options.Document is { } other)
        {
            StableDocument.Require(other, record.Document, record.LiveCpu);
        }

        RanBefore = await monitor.QueryStatusAsync(cancellation) == GuestStatus.Running;
        DomainDefinition domain = record.Document.Definition;
        CpuDriver driver = CpuDriver.For(domain.Os.Arch == CpuArchitecture.None ? CpuArchitectures.Host : domain.Os.Arch, map);
        RequireFixedClock(domain, driver);
        DomainDocument document = options.Document?.WithUuid(record.Uuid) ?? record.Document;
        if (MigratableCpu.Of(driver, document.Definition.Cpu, document.Definition.Cpu) is { } original
            && original != document.Definition.Cpu)
        {
            document = document.WithCpu(original);
        }

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

    public async Task SendAsync(string address, CancellationToken cancellation)
    {
        try
        {
            runs.Write(record with { Phase = RunPhase.Outgoing, RanBefore = RanBefore, IsBack = false });
            await MigrationCapabilities.SetForSourceAsync(monitor, options, cancellation);
            _parameters = await MigrationParameters.SetAsync(monitor, options, cancellation);
            if (RanBefore && !options.IsLive)
            {
                await monitor.ExecuteAsync("stop", cancellation: cancellation);
            }

            string reached = runs.FilesOf(record.Uuid).IsOfAnother && address.StartsWith(UnixPrefix, StringComparison.Ordinal)
                ? await monitor.ConnectToAsync(address[UnixPrefix.Length..], cancellation) : address;
            Sent = await new OutgoingMigration(monitor, options, progress).RunAsync(reached, cancellation);
            progress?.Report(Sent.ToProgress(MigrationStep.Finish));
        }
        catch (QmpException e)
        {
            throw GuestFailure.Translate(e);
        }
    }

    public async Task<MigrationResult> LeaveAsync(DomainSummary there) => new()
    {
        Domain = there,
        Warnings = await ForgetAsync(),
        Total = Stopwatch.GetElapsedTime(_start),
        Downtime = RanBefore ? Sent!.Downtime : null,
        SentBytes = Sent!.SentBytes,
    };

    public async ValueTask ReleaseAsync()
    {
        await monitor.DisposeAsync();
        Lock.Dispose();
    }

    public Task<GuestPlace> ComeBackAsync() => SettleAsync(isBack: true, async () =>
    {
        await OutgoingState.CancelAsync(monitor, CancellationToken.None);
        if (_parameters is not null)
        {
            await _parameters.RestoreAsync(monitor);
        }

        if (RanBefore && await monitor.QueryStatusAsync() != GuestStatus.Running)
        {
            await monitor.ExecuteAsync("cont");
        }
    });

    public Task<GuestPlace> StayAsync() => SettleAsync(isBack: false, async () =>
    {
        if (await monitor.QueryStatusAsync() == GuestStatus.Running)
        {
            await monitor.ExecuteAsync("stop");
        }
    });

    private void RequireFixedClock(DomainDefinition domain, CpuDriver driver)
    {
        bool isInvariant = record.LiveCpu is { Model: not null } cpu && driver.Arch.IsX86() && driver.HasFeature(cpu, Invariant);
        if (isInvariant && !domain.Clock.Timers.Any(t => t is { Name: DomainTimerName.Tsc, Frequency: not null }))
        {
            throw new DomainException(DomainErrorKind.MigrationUnsafe, Text.Of(Messages.Migration_InvariantClock, record.Name));
        }
    }

    // The guest's state is changed before its record is written, because the disk may be full.
    private async Task<GuestPlace> SettleAsync(bool isBack, Func<Task> settle)
    {
        try
        {
            await settle();
            GuestPlace place = await monitor.QueryStatusAsync() == GuestStatus.Running ? GuestPlace.Runs : GuestPlace.Paused;
            DomainStateReason reason = place == GuestPlace.Runs ? DomainStateReason.MigrationCancelled : record.Reason;
            runs.Write(record with { Phase = RunPhase.Ready, Reason = reason, IsBack = isBack });
            return place;
        }
        catch (Exception e) when (e is QmpException or DomainException)
        {
            return record.Process.IsAlive ? GuestPlace.Silent : GuestPlace.Ended;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The record still says that the guest is being sent, and the next one to change it will correct that.
            return RanBefore ? GuestPlace.Runs : GuestPlace.Paused;
        }
    }
}
