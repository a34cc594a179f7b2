using NVirt.Xml;

namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// The destination of a migration, the same for every driver: what is allowed in which state, and what is reported on failure. The
/// states and the rules are in docs/reference/migration-protocol.md.
/// </summary>
/// <remarks>Not for use by several threads at once: the steps of a migration come one after the other.</remarks>
public sealed class MigrationArrival(IArrivingGuest guest) : IMigrationDestination
{
    private bool _wasToldToFinish;

    /// <inheritdoc/>
    public string Name => guest.Name;

    /// <summary>The state of the migration.</summary>
    public MigrationDestinationState State { get; private set; } = MigrationDestinationState.Fresh;

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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
#pragma warning disable CA1031 // Whatever went wrong, the guest is removed, and the source is told why.
        catch (Exception e)
#pragma warning restore CA1031
        {
            State = MigrationDestinationState.Stuck;
            await guest.RemoveAsync();
            State = MigrationDestinationState.Gone;
            return MigrationAnswer.Refused(e);
        }
    }

    /// <inheritdoc/>
    public async Task AbortAsync()
    {
        if (_wasToldToFinish
            || State is not (MigrationDestinationState.Fresh or MigrationDestinationState.Prepared or MigrationDestinationState.Gone))
        {
            throw Misplaced("abort");
        }

        await LeaveAsync();
    }

    // A source that goes away silently never said "finish", so nobody relies on the guest here.
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (State is MigrationDestinationState.Fresh or MigrationDestinationState.Preparing or MigrationDestinationState.Prepared)
        {
            await LeaveAsync();
        }
    }

    // It never ran, and nobody will run it; so it counts as gone even if its remains could not be removed.
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

    private DomainException Misplaced(string request) =>
        new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_MisplacedRequest, request, Name, State));
}
