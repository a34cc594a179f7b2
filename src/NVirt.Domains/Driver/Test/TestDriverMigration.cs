using System.Collections.Immutable;
using System.Diagnostics;
using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>
/// Migration to another test driver in this process, in the order of a real one. Bandwidth, downtime limit and slowing down have no effect.
/// </summary>
public sealed partial class TestDriver
{
    private const int TransferParts = 10;

    /// <inheritdoc/>
    public override async Task<MigrationResult> MigrateAsync(
        string domain,
        IMigrationDestination destination,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        options ??= new MigrationOptions();
        using TestWork work = await WorkAsync(domain, "migrate", cancellation);
        TestMove move = new(work.Domain, Look(work.Domain.RequireGuest), destination, options, progress);
        MigrationOffer offer = Look(() => Offer(move));
        if (!options.IsLive)
        {
            Look(() => Stop(move));
        }

        Report(move, MigrationStep.Prepare, sent: 0);
        MigrationDeparture departure = new(new Departing(this, work, move), destination);
        move.Finish(await departure.RunAsync(offer, options.StaysPaused, cancellation));
        return Look(() =>
        {
            work.Domain.Definition = options.UndefinesSource ? null : work.Domain.Definition;
            End(work.Domain, "migrated");
            return move.Result;
        });
    }

    /// <inheritdoc/>
    public override IMigrationDestination OpenDestination() => new MigrationArrival(new Incoming(this));

    private static async Task LimitAsync(MigrationOptions options, Func<CancellationToken, Task> action, CancellationToken cancellation)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (options is { Timeout: { } timeout, TimeoutSuspends: false })
        {
            late.CancelAfter(timeout);
        }

        try
        {
            await action(late.Token);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Driver_MigrationTimedOut, options.Timeout!.Value.TotalSeconds), e);
        }
    }

    private MigrationOffer Offer(TestMove move)
    {
        (TestDomain domain, TestGuest guest, MigrationOptions options) = (move.Domain, move.Guest, move.Options);
        ImmutableSortedSet<string> stuck = _cpus.NotMigratable(guest.Cpu);
        if (!stuck.IsEmpty)
        {
            throw new DomainException(DomainErrorKind.Refused, Text.Of(Messages.Driver_NotMigratable, domain.Name, string.Join(", ", stuck)));
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
        Pause(move.Domain);
        move.StoppedAt ??= Stopwatch.GetTimestamp();
    }

    private void Report(TestMove move, MigrationStep step, ulong sent)
    {
        if (move.Step != step)
        {
            move.Step = step;
            Look(() => Tell(move.Domain, DomainEventKind.Migrating, step switch
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

    /// <summary>The guest, as the rules of migration see it.</summary>
    private sealed class Departing(TestDriver driver, TestWork work, TestMove move) : IDepartingGuest
    {
        public string Name => move.Domain.Name;

        public bool RanBefore => move.RanBefore;

        public Task SendAsync(string address, CancellationToken cancellation) =>
            LimitAsync(move.Options, token => work.DoAsync(end => driver.SendAsync(move, address, end), token), cancellation);

        // Also a guest that somebody is about to destroy is in its place until then.
        public Task<GuestPlace> ComeBackAsync() => Task.FromResult(driver.Look(() =>
        {
            if (move.RanBefore && move.Domain.RequireGuest().State == DomainState.Paused)
            {
                driver.Resume(move.Domain);
            }

            return move.RanBefore ? GuestPlace.Runs : GuestPlace.Paused;
        }));

        public Task<GuestPlace> StayAsync() => Task.FromResult(GuestPlace.Paused);
    }
}
