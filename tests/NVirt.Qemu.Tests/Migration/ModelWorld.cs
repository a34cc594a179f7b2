using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Migration;

namespace NVirt.Qemu.Tests.Migration;

/// <summary>
/// One migration between two hosts in memory: the code of both ends and of the protocol is the real one; only the guests are flags, and
/// the connection follows a plan. Whenever a guest starts to run, this checks whether it also runs on the other host.
/// </summary>
#pragma warning disable CA1001 // What is never waited on has no handle to release.
internal sealed class ModelWorld
#pragma warning restore CA1001
{
    private static readonly MigrationPatience Short = new()
    {
        Greeting = TimeSpan.FromMilliseconds(300),
        Prepare = TimeSpan.FromMilliseconds(300),
        Finish = TimeSpan.FromMilliseconds(300),
        FinishCancelled = TimeSpan.FromMilliseconds(50),
        Abort = TimeSpan.FromMilliseconds(100),
        Beat = TimeSpan.FromMilliseconds(20),
        BeatAnswer = TimeSpan.FromMilliseconds(150),
        Silence = TimeSpan.FromMilliseconds(500),
    };

    private static readonly DomainDocument Document = DomainDocument.Parse(
        "<domain type='qemu'><name>guest</name><uuid>6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b11</uuid><memory unit='MiB'>16</memory><os><type "
            + "arch='x86_64'>hvm</type></os></domain>");

    private readonly Lock _lock = new();
    private readonly ModelHosts _hosts;
    private readonly List<ModelFault> _faults;
    private readonly ModelWire _wire;
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _sourceDied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _destinationDied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _hasBeat;
    private bool _runsHere = true;
    private bool _runsThere;
    private bool _isThere;
    private bool _isSent;
    private bool _ranTwice;

    public ModelWorld(ModelHosts hosts, params IEnumerable<ModelFault> faults)
    {
        _hosts = hosts;
        _faults = [.. faults];
        _hasBeat = _faults.Any(f => f.Place.StartsWith("beat", StringComparison.Ordinal));
        _wire = new ModelWire(Take, Happen);
    }

    public MigrationDeparture? Departure { get; private set; }

    public MigrationArrival? Arrival { get; private set; }

    public Exception? Failure { get; private set; }

    public string Told => $"{_hosts}: {string.Join(", then ", AllFaults)}";

    public required IReadOnlyList<ModelFault> AllFaults { get; init; }

    private bool IsSourceDead => _sourceDied.Task.IsCompleted;

    private bool IsDestinationDead => _destinationDied.Task.IsCompleted;

    /// <summary>Runs it to its end, including the recovery after a death.</summary>
    /// <returns>What is wrong with the outcome; <see langword="null"/> if nothing is.</returns>
    public async Task<string?> PlayAsync()
    {
        Arrival = new MigrationArrival(new Arriving(this));
        Task serving = DestinationService.RunAsync(_wire.DestinationInput, _wire.DestinationOutput, Arrival, Short, CancellationToken.None);
        await Task.WhenAny(MoveAsync(), _sourceDied.Task);

        // Both ends close the connection when they end, as processes do.
        _wire.Cut();
        await Task.WhenAny(serving, _destinationDied.Task);
        lock (_lock)
        {
            Recover();
            bool isHere = Departure is not { State: MigrationSourceState.Moved };
            return _ranTwice ? "it ran twice"
                : !isHere && !_isThere ? "it is lost"
                : Departure is { State: MigrationSourceState.Back } && !IsSourceDead && !_runsHere ? "it came back and does not run"
                : _hosts.StaysPaused && _runsThere && !AllFaults.Any(f => f.Kind == ModelFaultKind.Replace) ? "it does not stay paused"
                : Departure is { State: MigrationSourceState.Unknown } && _runsHere ? "it runs here although nobody knows"
                : Failure is not (null or DomainException or OperationCanceledException) ? $"a mistake of ours: {Failure}"
                : null;
        }
    }

    // The rules of GuestRecovery, for the states of its records and QEMU.
    private void Recover()
    {
        if (IsSourceDead
            && OutgoingState.MayGoOn(ranBefore: true, _runsHere ? GuestStatus.Running : _isSent ? GuestStatus.PostMigrate : "paused"))
        {
            Run(isHere: true);
        }

        // QEMU outlives nvirt; a guest that has never run there is removed.
        _isThere &= !IsDestinationDead || _runsThere || Arrival!.State == MigrationDestinationState.Taken;
    }

    private async Task MoveAsync()
    {
        try
        {
            await using PeerDestination peer = new("peer", _wire.SourceInput, _wire.SourceOutput, Short);
            await peer.GreetAsync(_cancel.Token);
            Departure = new MigrationDeparture(new Departing(this), new MigrationOffer { Document = Document }, _hosts.StaysPaused);
            await Departure.MoveAsync(peer, _cancel.Token);
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }

    // Each happens once.
    private ModelFault? Take(string place)
    {
        lock (_lock)
        {
            ModelFault? fault = _faults.Find(f => f.Place == place);
            if (fault is not null)
            {
                _faults.Remove(fault);
            }

            return fault;
        }
    }

    private void Happen(ModelFault fault)
    {
        switch (fault.Kind)
        {
            case ModelFaultKind.SourceDies:
                _sourceDied.TrySetResult();
                _wire.Cut();
                break;
            case ModelFaultKind.DestinationDies:
                _destinationDied.TrySetResult();
                _wire.Cut();
                break;
            case ModelFaultKind.Cancel:
                _cancel.Cancel();
                break;
            default:
                _wire.Cut();
                break;
        }
    }

    /// <summary>A step of a guest; one of a dead program never completes.</summary>
    private async Task StepAsync(string step, bool isSource)
    {
        if (Take(step) is { } fault)
        {
            Happen(fault);
        }

        if (isSource ? IsSourceDead : IsDestinationDead)
        {
            await new TaskCompletionSource().Task;
        }

        await Task.Yield();
    }

    private void Run(bool isHere)
    {
        lock (_lock)
        {
            _runsHere |= isHere;
            _runsThere |= !isHere;
            _isThere |= !isHere;
            _ranTwice |= _runsHere && _runsThere;
        }
    }

    private void Stop(bool isHere)
    {
        lock (_lock)
        {
            _runsHere &= !isHere;
            _runsThere &= isHere;
        }
    }

    private sealed class Departing(ModelWorld world) : IDepartingGuest
    {
        public string Name => "guest";

        public bool RanBefore => true;

        public async Task SendAsync(string address, CancellationToken cancellation)
        {
            await world.StepAsync("send", isSource: true);
            if (world._hasBeat)
            {
                await Task.WhenAny(world._wire.Beat.Task, Task.Delay(200, cancellation));
                await Task.Delay(60, cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
            if (world._hosts.SendFails)
            {
                throw new DomainException("no way");
            }

            world.Stop(isHere: true);
            world._isSent = true;
            await world.StepAsync("sent", isSource: true);
        }

        public async Task<GuestPlace> ComeBackAsync()
        {
            await world.StepAsync("come back", isSource: true);
            world.Run(isHere: true);
            world._isSent = false;
            await world.StepAsync("came back", isSource: true);
            return GuestPlace.Runs;
        }

        public async Task<GuestPlace> StayAsync()
        {
            await world.StepAsync("stay", isSource: true);
            return GuestPlace.Paused;
        }

        public Task<MigrationResult> LeaveAsync(DomainSummary there) =>
            Task.FromResult(new MigrationResult { Domain = there, Total = TimeSpan.Zero });

        public ValueTask ReleaseAsync() => ValueTask.CompletedTask;
    }

    private sealed class Arriving(ModelWorld world) : IArrivingGuest
    {
        public string Name => "peer";

        public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation)
        {
            await world.StepAsync("prepare", isSource: false);
            if (world._hosts.PrepareFails)
            {
                throw new DomainException(DomainErrorKind.Refused, "no");
            }

            cancellation.ThrowIfCancellationRequested();
            world._isThere = true;
            await world.StepAsync("prepared", isSource: false);
            return "unix:/x";
        }

        public async Task<DomainSummary> TakeOverAsync(bool isPaused, CancellationToken cancellation)
        {
            await world.StepAsync("take over", isSource: false);
            if (world._hosts.TakeOverFails || !world._isSent)
            {
                throw new DomainException("the state did not arrive");
            }

            if (!isPaused)
            {
                world.Run(isHere: false);
            }

            await world.StepAsync("runs", isSource: false);
            if (world._hosts.TakeOverFailsLate)
            {
                throw new DomainException("too late");
            }

            await world.StepAsync("taken over", isSource: false);
            return new DomainSummary
            {
                Name = "guest",
                Uuid = Document.Definition.Uuid!.Value,
                State = isPaused ? DomainState.Paused
                : DomainState.Running,
                IsPersistent = false
            };
        }

        public async Task RemoveAsync()
        {
            await world.StepAsync("remove", isSource: false);
            if (world._hosts.RemoveFails && world._runsThere)
            {
                throw new DomainException("it does not die");
            }

            world.Stop(isHere: false);
            world._isThere = false;
            await world.StepAsync("removed", isSource: false);
        }
    }
}
