using System.Collections.Immutable;
using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;
using NVirt.Xml;

namespace NVirt.Domains.Memory;

/// <summary>
/// Migration to another test driver in this process, in the order of a real one. Bandwidth, downtime and auto-converge have no effect.
/// </summary>
public sealed partial class TestDriver
{
    private const int TransferParts = 10;

    /// <inheritdoc/>
    public override async Task<IMigrationSource> BeginMigrationAsync(
        DomainReference domain,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new MigrationOptions();
        TestWork work = await WorkAsync(domain, "migrate", options, cancellation);
        try
        {
            TestMove move = new(work.Domain, Look(work.Domain.RequireGuestHere), options, progress);
            MigrationOffer offer = Look(() => Offer(move));
            if (!options.IsLive)
            {
                Look(() => Stop(move));
            }

            Report(move, MigrationStep.Prepare, sent: 0);
            return new MigrationDeparture(new Departing(this, work, move), offer, options.StaysPaused);
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IMigrationDestination OpenDestination() => new MigrationArrival(new Incoming(this));

    private MigrationOffer Offer(TestMove move)
    {
        (TestDomain domain, TestGuest guest, MigrationOptions options) = (move.Domain, move.Guest, move.Options);
        ImmutableSortedSet<string> stuck = _cpus.NotMigratable(guest.Cpu);
        if (!stuck.IsEmpty)
        {
            throw new DomainException(
                DomainErrorKind.MigrationUnsafe, Text.Of(Messages.Driver_NotMigratable, domain.Name, string.Join(", ", stuck)));
        }

        DomainDocument document = options.Document ?? guest.Document;
        CpuDefinition? cpu = guest.Document.Definition.Cpu;
        if (document.Definition.Cpu is { } other ? cpu is null || !other.IsAbiEqual(cpu) : cpu is not null)
        {
            throw new DomainException(DomainErrorKind.Refused, Text.Of(Messages.Driver_OtherCpu, domain.Name));
        }

        string name = options.Name ?? document.Definition.Name ?? domain.Name;
        return new MigrationOffer
        {
            Document = document.WithUuid(domain.Uuid).WithName(name),
            Definition = options.Document is null ? domain.Definition?.WithName(name) : null,
            LiveCpu = guest.Cpu.Live,
            BuiltFeatures = guest.Cpu.Built,
            Hypervisor = Uri.ToString(),
            IsPersistent = options.IsPersistent,
        };
    }

    private async Task SendAsync(TestMove move, string address, CancellationToken cancellation)
    {
        await StepAsync(TestStep.Transfer, move.Domain, cancellation);
        await TransferAsync(move, cancellation);
        Look(() => Stop(move));
        Report(move, MigrationStep.Switch, move.TotalBytes);
        await StepAsync(TestStep.Switch, move.Domain, cancellation);
        TestLink.Send(address);
        Report(move, MigrationStep.Finish, move.TotalBytes);
    }

    private async Task TransferAsync(TestMove move, CancellationToken cancellation)
    {
        for (uint part = 0; part <= TransferParts; part++)
        {
            if (move.Options is { Timeout: { } timeout, TimeoutSuspends: true } && move.Elapsed > timeout)
            {
                Look(() => Stop(move));
            }

            Report(move, MigrationStep.Transfer, move.TotalBytes / TransferParts * part);
            if (part < TransferParts && _options.TransferTime > TimeSpan.Zero)
            {
                await Task.Delay(_options.TransferTime / TransferParts, cancellation);
            }
        }
    }

    private void Stop(TestMove move)
    {
        Pause(move.Domain, DomainStateReason.MigratingOut, DomainEventDetail.Migrated);
        move.StoppedAt ??= Stopwatch.GetTimestamp();
    }

    private void Report(TestMove move, MigrationStep step, ulong sent)
    {
        if (move.Step != step)
        {
            move.Step = step;
            Look(() => Tell(move.Domain, DomainEventKind.Migrating, text: step switch
            {
                MigrationStep.Prepare => "prepare",
                MigrationStep.Transfer => "transfer",
                MigrationStep.Switch => "switch",
                _ => "finish",
            }));
        }

        move.Progress?.Report(new MigrationProgress
        {
            Step = step,
            SentBytes = sent,
            RemainingBytes = move.TotalBytes - sent,
            TotalBytes = move.TotalBytes,
            Passes = 1,
        });
    }

    /// <summary>The guest, as the migration rules use it.</summary>
    private sealed class Departing(TestDriver driver, TestWork work, TestMove move) : IDepartingGuest
    {
        public string Name => move.Domain.Name;

        public bool RanBefore => move.RanBefore;

        public Task SendAsync(string address, CancellationToken cancellation) =>
            LimitAsync(
                move.Options.TimeoutSuspends ? null : move.Options.Timeout,
                token => work.DoAsync(end => driver.SendAsync(move, address, end), token),
                Messages.Driver_MigrationTimedOut,
                cancellation);

        // A guest that is about to be destroyed still exists until then.
        public Task<GuestPlace> ComeBackAsync() => Task.FromResult(driver.Look(() =>
        {
            if (move.RanBefore && move.Domain.RequireGuest().State == DomainState.Paused)
            {
                driver.Resume(move.Domain, DomainStateReason.MigrationCancelled, DomainEventDetail.Migrated);
            }

            return move.RanBefore ? GuestPlace.Runs : GuestPlace.Paused;
        }));

        public Task<GuestPlace> StayAsync() => Task.FromResult(driver.Look(() =>
        {
            move.Domain.Guest = move.Domain.RequireGuest() with { Reason = DomainStateReason.Migrated };
            return GuestPlace.Paused;
        }));

        public Task<MigrationResult> LeaveAsync(DomainSummary there) => Task.FromResult(driver.Look(() =>
        {
            MigrationResult result = move.Finish(there);
            move.Domain.Definition = move.Options.UndefinesSource ? null : move.Domain.Definition;
            driver.End(move.Domain, DomainStateReason.Migrated);
            return result;
        }));

        public ValueTask ReleaseAsync()
        {
            work.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
