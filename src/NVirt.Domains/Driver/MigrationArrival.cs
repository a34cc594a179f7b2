using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>
/// The destination's end of a migration, as every driver has it: what may be done in which state, and what is said when it fails. The states and
/// the rules are in docs/reference/migration-protocol.md.
/// </summary>
internal sealed class MigrationArrival(IArrivingGuest guest) : IMigrationDestination
{
    private bool _wasToldToFinish;

    public string Name => guest.Name;

    public MigrationDestinationState State { get; private set; } = MigrationDestinationState.Fresh;

    public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        Require(MigrationDestinationState.Fresh, "prepare");
        State = MigrationDestinationState.Preparing;
        try
        {
            string address = await guest.PrepareAsync(offer, cancellation);
            State = MigrationDestinationState.Prepared;
            return address;
        }
        catch
        {
            await LeaveAsync();
            throw;
        }
    }

    public async Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default)
    {
        if (State is MigrationDestinationState.Fresh or MigrationDestinationState.Gone)
        {
            _wasToldToFinish = true;
            State = MigrationDestinationState.Gone;
            return MigrationAnswer.Refused(new DomainException(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_NoArrival, Name)));
        }

        Require(MigrationDestinationState.Prepared, "finish");
        _wasToldToFinish = true;
        State = MigrationDestinationState.Finishing;
        try
        {
            DomainSummary domain = await guest.TakeOverAsync(isPaused, cancellation);
            State = MigrationDestinationState.Taken;
            return MigrationAnswer.Taken(domain);
        }
#pragma warning disable CA1031 // Whatever went wrong, the guest is removed, and the source hears why.
        catch (Exception e)
#pragma warning restore CA1031
        {
            State = MigrationDestinationState.Stuck;
            await guest.RemoveAsync();
            State = MigrationDestinationState.Gone;
            return MigrationAnswer.Refused(e);
        }
    }

    public async Task AbortAsync()
    {
        if (_wasToldToFinish || State is not (MigrationDestinationState.Fresh or MigrationDestinationState.Prepared or MigrationDestinationState.Gone))
        {
            throw Misplaced("abort");
        }

        await LeaveAsync();
    }

    // Who goes away without a word never said "finish", so nobody counts on the guest here.
    public async ValueTask DisposeAsync()
    {
        if (State is MigrationDestinationState.Fresh or MigrationDestinationState.Preparing or MigrationDestinationState.Prepared)
        {
            await LeaveAsync();
        }
    }

    // It never ran, and nobody lets it run any more; so it counts as gone even where its remains could not be removed.
    private async Task LeaveAsync()
    {
        if (State is not MigrationDestinationState.Gone)
        {
            State = MigrationDestinationState.Gone;
            await guest.RemoveAsync();
        }
    }

    private void Require(MigrationDestinationState expected, string request)
    {
        if (State != expected)
        {
            throw Misplaced(request);
        }
    }

    private DomainException Misplaced(string request) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_MisplacedRequest, request, Name, State));
}
