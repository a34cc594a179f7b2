using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Options;
using NVirt.Xml;

namespace NVirt.Domains.Memory;

/// <summary>Starting, pausing and ending.</summary>
public sealed partial class TestDriver
{
    /// <inheritdoc/>
    public override async Task<DomainStarted> StartAsync(
        DomainReference domain, DomainStartOptions? options = null, CancellationToken cancellation = default)
    {
        using TestWork work = await WorkAsync(domain, "start", options, cancellation);
        DomainDocument definition = Look(() =>
        {
            string name = work.Domain.Name;
            return work.Domain.Guest is null ? work.Domain.Definition ?? throw DomainException.NotDefined(name)
                : throw DomainException.AlreadyRuns(name);
        });
        TestCpu cpu = definition.AtCpu(() => _cpus.Build(definition.Definition.Cpu));
        return await BootAsync(work, Look(() => NewGuest(definition, cpu)), options, cancellation);
    }

    /// <inheritdoc/>
    public override async Task<DomainStarted> CreateAsync(
        DomainDocument document, DomainStartOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        Validate(document);
        TestCpu cpu = document.AtCpu(() => _cpus.Build(document.Definition.Cpu));
        using TestWork work = await ReserveAsync(document, cpu, options, cancellation);
        try
        {
            return await BootAsync(work, Look(work.Domain.RequireGuest), options, cancellation);
        }
        catch
        {
            Look(() =>
            {
                work.Domain.Guest = null;
                _domains.Forget(work.Domain);
            });
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task SuspendAsync(
        DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        ChangeAsync(domain, "suspend", options, d => Pause(d, DomainStateReason.User, DomainEventDetail.Paused), cancellation);

    /// <inheritdoc/>
    public override Task ResumeAsync(
        DomainReference domain, DomainResumeOptions? options = null, CancellationToken cancellation = default) =>
        ChangeAsync(domain, "resume", options, found =>
        {
            TestGuest guest = options is { IsForced: true } ? found.RequireGuest() : found.RequireGuestHere();
            if (guest.State == DomainState.Running)
            {
                throw DomainException.NotPaused(found.Name);
            }

            Resume(found, DomainStateReason.Unpaused, DomainEventDetail.Unpaused);
        }, cancellation);

    /// <summary>The guest obeys, and is shut off at once.</summary>
    /// <inheritdoc/>
    public override Task ShutdownAsync(
        DomainReference domain, DomainShutdownOptions? options = null, CancellationToken cancellation = default) =>
        ChangeAsync(domain, "shutdown", options, found =>
        {
            _ = found.RequireGuest();
            Tell(found, DomainEventKind.Shutdown, DomainEventDetail.Guest);
            End(found, DomainStateReason.Shutdown);
        }, cancellation);

    /// <inheritdoc/>
    public override Task ResetAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        ChangeAsync(domain, "reset", options, found =>
        {
            _ = found.RequireGuestHere();
            Tell(found, DomainEventKind.Rebooted, DomainEventDetail.Host);
        }, cancellation);

    /// <summary>Anybody working on the guest finds it gone and gives up; a graceful end waits for them.</summary>
    /// <inheritdoc/>
    public override async Task DestroyAsync(
        DomainReference domain, DomainDestroyOptions? options = null, CancellationToken cancellation = default)
    {
        TestDomain found = Look(() => _domains.Find(domain));
        bool interrupted = options is not { IsGraceful: true } && Look(() =>
        {
            found.Work?.End();
            return found.Work is not null;
        });
        using IDisposable turn = await found.TakeAsync("destroy", options?.Patience ?? _options.Patience, cancellation);
        Look(() =>
        {
            if (!interrupted)
            {
                _ = found.RequireGuest();
            }

            if (found.Guest is not null)
            {
                End(found, DomainStateReason.Destroyed);
            }
        });
    }

    // A guest without a definition takes its name and UUID before it starts.
    private async Task<TestWork> ReserveAsync(
        DomainDocument document, TestCpu cpu, DomainStartOptions? options, CancellationToken cancellation)
    {
        while (true)
        {
            TestDomain domain = Look(() => _domains.ForDocument(document.Definition.Name!, document.Definition.Uuid));
            IDisposable turn = await domain.TakeAsync("start", options?.Patience ?? _options.Patience, cancellation);
            try
            {
                if (Look(() => TryReserve(domain, document, cpu)))
                {
                    return new TestWork(_domains, domain, turn);
                }
            }
            catch
            {
                turn.Dispose();
                throw;
            }

            turn.Dispose();
        }
    }

    // Not if another domain has taken the name meanwhile.
    private bool TryReserve(TestDomain domain, DomainDocument document, TestCpu cpu)
    {
        TestDomain there = _domains.ForDocument(document.Definition.Name!, document.Definition.Uuid);
        if (there != domain && _domains.Has(there))
        {
            return false;
        }

        if (domain.Guest is not null)
        {
            throw DomainException.AlreadyRuns(domain.Name);
        }

        DomainDocument started = document.Definition.Uuid is null ? document.WithUuid(domain.Uuid) : document;
        domain.Guest = NewGuest(started, cpu) with { Reason = DomainStateReason.Starting };
        _domains.Keep(domain);
        return true;
    }

    private async Task<DomainStarted> BootAsync(TestWork work, TestGuest guest, DomainStartOptions? options, CancellationToken cancellation)
    {
        string problem = Messages.Driver_StartTimedOut;
        await LimitAsync(
            options?.Deadline, token => work.DoAsync(end => StepAsync(TestStep.Start, work.Domain, end), token), problem, cancellation);
        return Look(() =>
        {
            TestGuest ready = guest with { IsAutoDestroyed = options is { IsAutoDestroyed: true } };
            work.Domain.Guest = options is { IsPaused: true }
                ? ready.In(DomainState.Paused, DomainStateReason.User)
                : ready.In(DomainState.Running, DomainStateReason.Booted);
            TellBegin(work.Domain, DomainEventDetail.Booted, DomainEventDetail.Unpaused);
            return new DomainStarted(work.Domain.Summary, []);
        });
    }

    // Reports that it started, and whether it runs.
    private void TellBegin(TestDomain domain, DomainEventDetail how, DomainEventDetail resumed)
    {
        Tell(domain, DomainEventKind.Started, how);
        if (domain.RequireGuest().State == DomainState.Running)
        {
            Tell(domain, DomainEventKind.Resumed, resumed);
        }
        else
        {
            Tell(domain, DomainEventKind.Suspended, DomainEventDetail.Paused);
        }
    }

    private TestGuest NewGuest(DomainDocument document, TestCpu cpu) =>
        new() { Id = _domains.NextId(), Document = document, Cpu = cpu, State = DomainState.Paused };

    private void Pause(TestDomain domain, DomainStateReason reason, DomainEventDetail detail)
    {
        if (domain.RequireGuest() is { State: not DomainState.Paused } guest)
        {
            domain.Guest = guest.In(DomainState.Paused, reason);
            Tell(domain, DomainEventKind.Suspended, detail);
        }
    }

    private void Resume(TestDomain domain, DomainStateReason reason, DomainEventDetail detail)
    {
        domain.Guest = domain.RequireGuest().In(DomainState.Running, reason);
        Tell(domain, DomainEventKind.Resumed, detail);
    }

    private void End(TestDomain domain, DomainStateReason reason)
    {
        domain.Guest = null;
        domain.LastEnd = reason;
        _domains.Forget(domain);
        Tell(domain, DomainEventKind.Stopped, reason switch
        {
            DomainStateReason.Migrated => DomainEventDetail.Migrated,
            DomainStateReason.Shutdown => DomainEventDetail.Shutdown,
            _ => DomainEventDetail.Destroyed,
        });
    }

    /// <summary>Does a short operation on a guest when nobody else is working on it.</summary>
    private async Task ChangeAsync(
        DomainReference domain, string purpose, DomainCallOptions? options, Action<TestDomain> change, CancellationToken cancellation)
    {
        using TestWork work = await WorkAsync(domain, purpose, options, cancellation);
        Look(() => change(work.Domain));
    }

    /// <summary>Waits until nobody else is working on a domain, and begins.</summary>
    private async Task<TestWork> WorkAsync(
        DomainReference domain, string purpose, DomainCallOptions? options, CancellationToken cancellation)
    {
        TestDomain found = Look(() => _domains.Find(domain));
        IDisposable turn = await found.TakeAsync(purpose, options?.Patience ?? _options.Patience, cancellation);
        if (Look(() => _domains.Has(found)))
        {
            return new TestWork(_domains, found, turn);
        }

        turn.Dispose();
        throw DomainException.NotFound(domain);
    }

    /// <summary>Does something with a time limit.</summary>
    private static async Task LimitAsync(
        TimeSpan? limit, Func<CancellationToken, Task> action, string problem, CancellationToken cancellation)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (limit is { } time)
        {
            // A limit of zero expires immediately.
            await (time > TimeSpan.Zero ? Task.CompletedTask : late.CancelAsync());
            late.CancelAfter(time);
        }

        try
        {
            await action(late.Token);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(problem, limit!.Value.TotalSeconds), e);
        }
    }

    private Task StepAsync(TestStep step, TestDomain domain, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _options.OnStep?.Invoke(step, domain.Name, cancellation) ?? Task.CompletedTask;
    }
}
