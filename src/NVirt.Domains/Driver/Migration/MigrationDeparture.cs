using System.Runtime.ExceptionServices;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Migration;

/// <summary>
/// The source of a migration, the same for every driver: when the guest may continue here, and when that is not known. Until the
/// destination is told to finish, it runs nothing, so the guest can come back whatever the destination says. Afterwards, only a refusal
/// which says that nothing runs there brings it back. The states and the rules are in docs/reference/migration-protocol.md.
/// </summary>
/// <remarks>Not for use by several threads at once: the steps of a migration come one after the other.</remarks>
public sealed class MigrationDeparture(IDepartingGuest guest, MigrationOffer offer, bool staysPaused) : IMigrationSource
{
    private string _destination = "?";

    /// <inheritdoc/>
    public MigrationOffer Offer => offer;

    /// <inheritdoc/>
    public bool StaysPaused => staysPaused || !guest.RanBefore;

    /// <summary>The state of the migration.</summary>
    public MigrationSourceState State { get; private set; } = MigrationSourceState.Here;

    /// <inheritdoc/>
    public async Task PerformAsync(string address, IMigrationDestination? destination = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (State != MigrationSourceState.Here)
        {
            throw Misplaced("perform");
        }

        State = MigrationSourceState.Sending;
        _destination = destination?.Name ?? address;
        await (destination is null ? guest.SendAsync(address, cancellation) : SendAsync(address, destination, cancellation));
        State = MigrationSourceState.Finishing;
    }

    /// <inheritdoc/>
    public async Task<MigrationResult> ConfirmAsync(MigrationAnswer answer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        bool isSent = State == MigrationSourceState.Finishing;
        if (!isSent && (State is not (MigrationSourceState.Here or MigrationSourceState.Sending) || answer.Domain is not null))
        {
            throw Misplaced("confirm");
        }

        if (answer.Domain is not { } there)
        {
            Exception reason = answer.Refusal!;
            throw isSent && answer.IsUnknown ? await StayAsync(reason.Message, reason) : await ComeBackAsync(reason, cancellation);
        }

        if (there.Uuid != offer.Document.Definition.Uuid)
        {
            throw await StayAsync(Text.Of(Messages.Driver_OtherAnswer, _destination), cause: null);
        }

        State = MigrationSourceState.Moved;
        return await guest.LeaveAsync(there);
    }

    // A caller that goes away silently after everything was sent may have told the destination to finish.
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (State is MigrationSourceState.Here or MigrationSourceState.Sending)
            {
                State = MigrationSourceState.Back;
                await guest.ComeBackAsync();
            }
            else if (State == MigrationSourceState.Finishing)
            {
                State = MigrationSourceState.Unknown;
                await guest.StayAsync();
            }
        }
        finally
        {
            await guest.ReleaseAsync();
        }
    }

    // If the destination is lost meanwhile, sending stops.
    private async Task SendAsync(string address, IMigrationDestination destination, CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watching = destination.WatchAsync(end.Token);
        Task sending = guest.SendAsync(address, end.Token);
        bool isLost = await Task.WhenAny(watching, sending) == watching;
        await end.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isLost && !cancellation.IsCancellationRequested)
        {
            await watching;
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Driver_LostDestination, destination.Name));
        }

        await sending;
    }

    private async Task<Exception> ComeBackAsync(Exception cause, CancellationToken cancellation)
    {
        State = MigrationSourceState.Back;
        GuestPlace place = await guest.ComeBackAsync();
        if (cause is OperationCanceledException && cancellation.IsCancellationRequested)
        {
            string whom = cause.InnerException is DomainException waited ? waited.Message : Messages.Driver_Cancelled;
            return new OperationCanceledException($"{whom}; {Describe(place)}", cause, cancellation);
        }

        if (place != (guest.RanBefore ? GuestPlace.Runs : GuestPlace.Paused))
        {
            DomainErrorKind kind = cause is DomainException { Kind: not (DomainErrorKind.Refused or DomainErrorKind.MigrationUnsafe) } known
                ? known.Kind : DomainErrorKind.Failed;
            return new DomainException(kind, $"{cause.Message}; {Describe(place)}", cause);
        }

        ExceptionDispatchInfo.Throw(cause);
        return cause;
    }

    private async Task<DomainException> StayAsync(string problem, Exception? cause)
    {
        State = MigrationSourceState.Unknown;
        GuestPlace place = await guest.StayAsync();
        return new DomainException(
            DomainErrorKind.Failed, Text.Of(Messages.Driver_MoveUnknown, guest.Name, _destination, problem, Describe(place)), cause);
    }

    private DomainException Misplaced(string step) =>
        new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_MisplacedRequest, step, guest.Name, State));

    private string Describe(GuestPlace place) => Text.Of(
        place switch
        {
            GuestPlace.Runs => Messages.Driver_PlaceRuns,
            GuestPlace.Paused => Messages.Driver_PlacePaused,
            GuestPlace.Ended => Messages.Driver_PlaceEnded,
            _ => Messages.Driver_PlaceSilent,
        },
        guest.Name);
}
