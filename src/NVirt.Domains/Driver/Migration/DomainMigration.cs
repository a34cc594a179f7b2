using NVirt.Domains.Driver.Migration;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Migration;

/// <summary>The steps of a migration, one after the other.</summary>
public static class DomainMigration
{
    /// <summary>
    /// Migrates a running guest. If the destination was not yet told to finish, or refuses to, the guest continues here and nothing is left
    /// there. If the destination was told and gives no clear answer, the guest stays paused here, because it may run there.
    /// </summary>
    /// <param name="driver">Where the guest runs.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="destination">The destination, on this or another machine: what another driver's
    /// <see cref="IDomainDriver.OpenDestination"/> returned.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Gets progress reports, several times a second.</param>
    /// <param name="cancellation">Cancels the migration.</param>
    public static async Task<MigrationResult> MigrateAsync(
        this IDomainDriver driver,
        DomainReference domain,
        IMigrationDestination destination,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(destination);
        await using IMigrationSource source = await driver.BeginMigrationAsync(domain, options, progress, cancellation);
        return await source.MoveAsync(destination, cancellation);
    }

    /// <summary>Migrates a guest whose migration has begun.</summary>
    /// <param name="source">The guest.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="cancellation">Cancels the migration until the destination is told to finish; after that it only shortens the
    /// wait.</param>
    /// <exception cref="DomainException">It failed. The guest is here; the message says so if it does not continue.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the message says where the guest is.</exception>
    public static async Task<MigrationResult> MoveAsync(
        this IMigrationSource source, IMigrationDestination destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        MigrationAnswer answer = await SendAsync(source, destination, cancellation) is { } failure
            ? MigrationAnswer.Refused(failure)
            : await FinishAsync(source, destination, cancellation);
        return await source.ConfirmAsync(answer, cancellation);
    }

    private static async Task<Exception?> SendAsync(
        IMigrationSource source, IMigrationDestination destination, CancellationToken cancellation)
    {
        try
        {
            Hand(source, destination);
            string address = await destination.PrepareAsync(source.Offer, cancellation);
            Hand(destination, source);
            await source.PerformAsync(address, destination, cancellation);
            Hand(source, destination);
            return null;
        }
#pragma warning disable CA1031 // Whatever the exception is, the guest comes back first; then it is reported.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await AbortAsync(destination);
            return e;
        }
    }

    private static async Task<MigrationAnswer> FinishAsync(
        IMigrationSource source, IMigrationDestination destination, CancellationToken cancellation)
    {
        try
        {
            MigrationAnswer answer = await destination.FinishAsync(source.StaysPaused, cancellation)
                ?? MigrationAnswer.Unknown(new DomainException(Text.Of(Messages.Driver_OtherAnswer, destination.Name)));
            Hand(destination, source);
            return answer;
        }
#pragma warning disable CA1031 // Whatever the exception is, it is not an answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return MigrationAnswer.Unknown(e);
        }
    }

    private static void Hand(object from, object to)
    {
        if (from is IMigrationHandover teller && to is IMigrationHandover hearer)
        {
            hearer.Hear(teller.Said);
        }
    }

    // A courtesy: the destination drops the guest anyway when the connection ends.
    private static async Task AbortAsync(IMigrationDestination destination)
    {
        try
        {
            await destination.AbortAsync();
        }
#pragma warning disable CA1031 // It was never told to finish, so nothing runs there.
        catch
#pragma warning restore CA1031
        {
            // The original cause is reported.
        }
    }
}
