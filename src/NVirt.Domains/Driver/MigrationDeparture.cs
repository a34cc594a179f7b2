using System.Runtime.ExceptionServices;
using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>
/// The source's end of a migration, as every driver has it: when the guest may go on here, and when nobody knows. Until the destination is told
/// to finish, it runs nothing, so the guest can come back whatever the destination says or does not say. Afterwards only a refusal that says
/// that nothing runs there brings it back. The states and the rules are in docs/reference/migration-protocol.md.
/// </summary>
internal sealed class MigrationDeparture(IDepartingGuest guest, IMigrationDestination destination)
{
    public MigrationSourceState State { get; private set; } = MigrationSourceState.Here;

    /// <summary>Moves the guest.</summary>
    /// <param name="offer">The guest.</param>
    /// <param name="staysPaused">Whether it is to stay paused there although it ran here.</param>
    /// <param name="cancellation">Cancels the migration as long as the destination was not told to finish; then it ends the waiting soon.</param>
    /// <returns>The domain at the destination, where it is now.</returns>
    /// <exception cref="DomainException">It failed. The guest is here; the message says so where it does not go on.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the message says where the guest is.</exception>
    public async Task<DomainSummary> RunAsync(MigrationOffer offer, bool staysPaused, CancellationToken cancellation)
    {
        try
        {
            State = MigrationSourceState.Preparing;
            string address = await destination.PrepareAsync(offer, cancellation);
            State = MigrationSourceState.Sending;
            await SendAsync(address, cancellation);
        }
        catch (Exception e)
        {
            await AbortAsync();
            throw await ComeBackAsync(e, cancellation);
        }

        State = MigrationSourceState.Finishing;
        MigrationAnswer answer;
        try
        {
            answer = await destination.FinishAsync(staysPaused || !guest.RanBefore, cancellation);
        }
#pragma warning disable CA1031 // Whatever it is, it is no answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw await StayAsync(e.Message, e);
        }

        if (answer is { Refusal: { } refusal })
        {
            throw await ComeBackAsync(refusal, cancellation);
        }

        if (answer is not { Domain: { } there } || there.Uuid != offer.Document.Definition.Uuid)
        {
            throw await StayAsync(Text.Of(Messages.Driver_OtherAnswer, destination.Name), cause: null);
        }

        State = MigrationSourceState.Moved;
        return there;
    }

    // A destination that is lost meanwhile ends the sending.
    private async Task SendAsync(string address, CancellationToken cancellation)
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

    // A courtesy: the destination lets go of the guest anyway when the connection ends.
    private async Task AbortAsync()
    {
        try
        {
            await destination.AbortAsync();
        }
#pragma warning disable CA1031 // It was never told to finish, so it runs nothing.
        catch
#pragma warning restore CA1031
        {
            // The cause is told.
        }
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
            DomainErrorKind kind = cause is DomainException { Kind: not DomainErrorKind.Refused } known ? known.Kind : DomainErrorKind.Failed;
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
            DomainErrorKind.Failed, Text.Of(Messages.Driver_MoveUnknown, guest.Name, destination.Name, problem, Describe(place)), cause);
    }

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
