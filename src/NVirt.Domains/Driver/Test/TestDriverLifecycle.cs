namespace NVirt.Domains;

/// <summary>Starting, pausing and ending.</summary>
public sealed partial class TestDriver
{
    /// <inheritdoc/>
    public override async Task<DomainStarted> StartAsync(string domain, bool isPaused = false, CancellationToken cancellation = default)
    {
        using TestWork work = await WorkAsync(domain, "start", cancellation);
        DomainDocument definition = Look(() =>
        {
            string name = work.Domain.Name;
            return work.Domain.Guest is null ? work.Domain.Definition ?? throw DomainException.NotDefined(name) : throw DomainException.AlreadyRuns(name);
        });
        TestCpu cpu = definition.AtCpu(() => _cpus.Build(definition.Definition.Cpu));
        await work.DoAsync(token => StepAsync(TestStep.Start, work.Domain, token), cancellation);
        return Look(() =>
        {
            work.Domain.Guest = NewGuest(definition, cpu, isPaused ? DomainState.Paused : DomainState.Running);
            Tell(work.Domain, DomainEventKind.Started, "booted");
            return new DomainStarted(work.Domain.Summary, []);
        });
    }

    /// <inheritdoc/>
    public override Task SuspendAsync(string domain, CancellationToken cancellation = default) => ChangeAsync(domain, "suspend", Pause, cancellation);

    /// <inheritdoc/>
    public override Task ResumeAsync(string domain, CancellationToken cancellation = default) => ChangeAsync(domain, "resume", found =>
    {
        if (found.RequireGuest().State == DomainState.Running)
        {
            throw DomainException.NotPaused(found.Name);
        }

        Resume(found);
    }, cancellation);

    /// <summary>The guest obeys, and is shut off at once.</summary>
    /// <inheritdoc/>
    public override Task ShutdownAsync(string domain, CancellationToken cancellation = default) => ChangeAsync(domain, "shutdown", found =>
    {
        _ = found.RequireGuest();
        Tell(found, DomainEventKind.Shutdown);
        End(found, "shutdown");
    }, cancellation);

    /// <inheritdoc/>
    public override Task ResetAsync(string domain, CancellationToken cancellation = default) => ChangeAsync(domain, "reset", found =>
    {
        _ = found.RequireGuest();
        Tell(found, DomainEventKind.Rebooted);
    }, cancellation);

    /// <summary>Whoever is at work on the guest finds it gone, and lets go of it.</summary>
    /// <inheritdoc/>
    public override async Task DestroyAsync(string domain, CancellationToken cancellation = default)
    {
        TestDomain found = Look(() => _domains.Find(domain));
        bool interrupted = Look(() =>
        {
            found.Work?.End();
            return found.Work is not null;
        });
        using IDisposable turn = await found.TakeAsync("destroy", _options.Patience, cancellation);
        Look(() =>
        {
            if (!interrupted)
            {
                _ = found.RequireGuest();
            }

            if (found.Guest is not null)
            {
                End(found, "destroyed");
            }
        });
    }

    private TestGuest NewGuest(DomainDocument document, TestCpu cpu, DomainState state) =>
        new() { Id = _domains.NextId(), Document = document, Cpu = cpu, State = state };

    private void Pause(TestDomain domain)
    {
        if (domain.RequireGuest() is { State: not DomainState.Paused } guest)
        {
            domain.Guest = guest with { State = DomainState.Paused };
            Tell(domain, DomainEventKind.Suspended);
        }
    }

    private void Resume(TestDomain domain)
    {
        domain.Guest = domain.RequireGuest() with { State = DomainState.Running };
        Tell(domain, DomainEventKind.Resumed);
    }

    private void End(TestDomain domain, string detail)
    {
        domain.Guest = null;
        _domains.Forget(domain);
        Tell(domain, DomainEventKind.Stopped, detail);
    }

    /// <summary>Does something that takes no time with a guest, when nobody else is at work on it.</summary>
    private async Task ChangeAsync(string domain, string purpose, Action<TestDomain> change, CancellationToken cancellation)
    {
        using TestWork work = await WorkAsync(domain, purpose, cancellation);
        Look(() => change(work.Domain));
    }

    /// <summary>Waits until nobody else is at work on a domain, and begins.</summary>
    private async Task<TestWork> WorkAsync(string domain, string purpose, CancellationToken cancellation)
    {
        TestDomain found = Look(() => _domains.Find(domain));
        IDisposable turn = await found.TakeAsync(purpose, _options.Patience, cancellation);
        if (Look(() => _domains.Has(found)))
        {
            return new TestWork(_domains, found, turn);
        }

        turn.Dispose();
        throw DomainException.NotFound(domain);
    }

    private Task StepAsync(TestStep step, TestDomain domain, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _options.OnStep?.Invoke(step, domain.Name, cancellation) ?? Task.CompletedTask;
    }
}
