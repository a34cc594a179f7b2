using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Migration;

/// <summary>A guest that is to leave: what it offers, how its state is sent, and how it comes back.</summary>
internal sealed class OutgoingGuest(
    GuestMonitor monitor, RunRecord record, RunStore runs, MigrationOptions options, IProgress<MigrationProgress>? progress) : IDepartingGuest
{
    private const string Invariant = "invtsc";

    private MigrationParameters? _parameters;

    public string Name => record.Name;

    public bool RanBefore { get; private set; }

    /// <summary>What QEMU says of the sending at its end.</summary>
    public MigrationStatus? Sent { get; private set; }

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

        RanBefore = await monitor.QueryStatusAsync(cancellation) == GuestStatus.Running;
        DomainDefinition domain = record.Document.Definition;
        CpuDriver driver = CpuDriver.For(domain.Os.Arch == CpuArchitecture.None ? CpuArchitectures.Host : domain.Os.Arch, map);
        RequireFixedClock(domain, driver);
        DomainDocument document = options.Document?.WithUuid(record.Uuid) ?? record.Document;
        if (MigratableCpu.Of(driver, document.Definition.Cpu, document.Definition.Cpu) is { } original && original != document.Definition.Cpu)
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
        runs.Write(record with { Phase = RunPhase.Outgoing, RanBefore = RanBefore });
        await MigrationCapabilities.SetForSourceAsync(monitor, options, cancellation);
        _parameters = await MigrationParameters.SetAsync(monitor, options, cancellation);
        if (RanBefore && !options.IsLive)
        {
            await monitor.ExecuteAsync("stop", cancellation: cancellation);
        }

        Sent = await new OutgoingMigration(monitor, options, progress).RunAsync(address, cancellation);
        progress?.Report(Sent.ToProgress(MigrationStep.Finish));
    }

    public Task<GuestPlace> ComeBackAsync() => SettleAsync(async () =>
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

    public Task<GuestPlace> StayAsync() => SettleAsync(async () =>
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
            throw new DomainException(DomainErrorKind.Refused, Text.Of(Messages.Migration_InvariantClock, record.Name));
        }
    }

    // What is true of the guest comes before what is written of it, since a disk may be full.
    private async Task<GuestPlace> SettleAsync(Func<Task> settle)
    {
        try
        {
            await settle();
            GuestPlace place = await monitor.QueryStatusAsync() == GuestStatus.Running ? GuestPlace.Runs : GuestPlace.Paused;
            runs.Write(record with { Phase = RunPhase.Ready });
            return place;
        }
        catch (Exception e) when (e is QmpException or DomainException)
        {
            return record.Process.IsAlive ? GuestPlace.Silent : GuestPlace.Ended;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The record stays that of a guest that is being sent, and whoever looks next sets it right.
            return RanBefore ? GuestPlace.Runs : GuestPlace.Paused;
        }
    }
}
