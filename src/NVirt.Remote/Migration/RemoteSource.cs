using System.Diagnostics;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Remote.Migration;

/// <summary>
/// The source of a migration behind a daemon. The daemon keeps the guest, and decides by its own rules; this tells it what the destination
/// said, and never that a guest is not there when nobody knows. The end of the connection gives the migration up, and leaves a guest
/// paused whose state was sent.
/// </summary>
internal sealed class RemoteSource : IMigrationSource, IMigrationHandover
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly RemoteDriver _driver;
    private readonly RemoteConnection _connection;
    private readonly RemoteDomain _domain;
    private readonly IProgress<MigrationProgress>? _progress;
    private readonly RemotePatience _patience;
    private readonly TypedParameter[] _parameters;
    private readonly uint _flags;
    private readonly long _start = Stopwatch.GetTimestamp();
    private byte[] _heard = [];
    private bool _isSent;

    private RemoteSource(
        RemoteDriver driver, RemoteConnection connection, RemoteDomain domain, MigrationOptions options, TypedParameter[] parameters,
        IProgress<MigrationProgress>? progress, RemotePatience patience, DomainMigrateBegin3ParamsResult begun)
    {
        _driver = driver;
        _connection = connection;
        _domain = domain;
        _progress = progress;
        _patience = patience;
        _parameters = parameters;
        _flags = MigrationWords.FlagsOf(options);
        Said = begun.CookieOut;
        if (MigrationCookie.IsOurs(begun.CookieOut))
        {
            (Offer, StaysPaused) = MigrationCookie.ReadOffer(begun.CookieOut);
        }
        else
        {
            // Another daemon's word for its own kind has the old name in it.
            MigrationWords.Require(options.Name is null, nameof(options.Name), driver.Uri);
            Offer = new MigrationOffer { Document = DomainDocument.Parse(begun.Xml), IsPersistent = options.IsPersistent };
            StaysPaused = options.StaysPaused;
        }
    }

    public MigrationOffer Offer { get; }

    public bool StaysPaused { get; }

    public ReadOnlyMemory<byte> Said { get; private set; }

    /// <summary>Begins, over a connection of its own.</summary>
    /// <param name="driver">The daemon; let go with this.</param>
    /// <param name="domain">The guest.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Gets progress reports.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="DomainException">The daemon refuses, or an option cannot be told to it.</exception>
    public static async Task<RemoteSource> BeginAsync(
        RemoteDriver driver, DomainReference domain, MigrationOptions options, IProgress<MigrationProgress>? progress,
        RemotePatience patience, CancellationToken cancellation)
    {
        try
        {
            TypedParameter[] parameters = MigrationWords.ParametersOf(options, driver.Uri);
            RemoteConnection connection = await driver.ConnectAsync(cancellation).ConfigureAwait(false);
            RemoteDomain found = await driver.LookUpAsync(domain, cancellation).ConfigureAwait(false);
            DomainMigrateBegin3ParamsResult begun = await connection.CallAsync(
                RemoteProgram.DomainMigrateBegin3Params,
                new DomainMigrateBegin3ParamsArgs { Dom = found, Params = parameters, Flags = MigrationWords.FlagsOf(options) },
                cancellation).ConfigureAwait(false);
            progress?.Report(new MigrationProgress { Step = MigrationStep.Prepare });
            return new RemoteSource(driver, connection, found, options, parameters, progress, patience, begun);
        }
        catch
        {
            await driver.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Hear(ReadOnlyMemory<byte> said) => _heard = said.ToArray();

    public async Task PerformAsync(string address, IMigrationDestination? destination = null, CancellationToken cancellation = default)
    {
        DomainMigratePerform3ParamsArgs arguments = new()
        {
            Dom = _domain,
            Dconnuri = null,
            Params = [.. _parameters, TypedParameter.OfString("migrate_uri", StateAddress.Parse(address).Uri)],
            CookieIn = _heard,
            Flags = _flags,
        };
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watching = destination?.WatchAsync(end.Token) ?? Task.Delay(Timeout.Infinite, end.Token);
        Task<DomainMigratePerform3ParamsResult> sending = _connection.CallAsync(
            RemoteProgram.DomainMigratePerform3Params, arguments, isLong: true, CancellationToken.None);
        Task reporting = ReportAsync(end.Token);
        if (await Task.WhenAny(watching, sending).ConfigureAwait(false) != sending)
        {
            // The daemon stops sending, or has sent everything before it was told to.
            await StopAsync().ConfigureAwait(false);
        }

        await end.CancelAsync().ConfigureAwait(false);
        await reporting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            Said = (await sending.WaitAsync(_patience.Confirm, CancellationToken.None).ConfigureAwait(false)).CookieOut;
            _isSent = true;
        }
        catch (Exception e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (Exception e) when (watching.IsFaulted && e is DomainException or TimeoutException)
        {
            await watching.ConfigureAwait(false);
            throw;
        }
    }

    public async Task<MigrationResult> ConfirmAsync(MigrationAnswer answer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Domain is { } there)
        {
            return new MigrationResult
            {
                Domain = there,
                Warnings = await TryTellAsync(isCancelled: false).ConfigureAwait(false) is { } problem ? [problem.Message] : [],
                Total = Stopwatch.GetElapsedTime(_start),
            };
        }

        // What is not known is not told as a refusal: a daemon that is told nothing keeps the guest paused.
        Exception reason = answer.Refusal!;
        if (_isSent && (answer.IsUnknown || await TryTellAsync(isCancelled: true).ConfigureAwait(false) is not null))
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(
                Messages.Migration_Unknown, Text.OnOneLine(_domain.Name), reason.Message), reason);
        }

        if (!_isSent)
        {
            // The daemon lets the guest go on as well if this does not reach it.
            await TryTellAsync(isCancelled: true).ConfigureAwait(false);
        }

        throw reason is OperationCanceledException && cancellation.IsCancellationRequested
            ? new OperationCanceledException(reason.Message, reason, cancellation)
            : reason;
    }

    // Whatever it has begun, and nobody has confirmed, ends with the connection.
    public async ValueTask DisposeAsync()
    {
        await _connection.Client.DisposeAsync().ConfigureAwait(false);
        await _driver.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<DomainException?> TryTellAsync(bool isCancelled)
    {
        try
        {
            await TellAsync(isCancelled).ConfigureAwait(false);
            return null;
        }
        catch (DomainException e)
        {
            return e;
        }
    }

    private async Task TellAsync(bool isCancelled)
    {
        using CancellationTokenSource limit = new(_patience.Confirm);
        try
        {
            await _connection.CallAsync(
                RemoteProgram.DomainMigrateConfirm3Params,
                new DomainMigrateConfirm3ParamsArgs
                {
                    Dom = _domain,
                    Params = _parameters,
                    CookieIn = !isCancelled ? _heard : _isSent ? MigrationCookie.OfGone() : [],
                    Flags = _flags,
                    Cancelled = isCancelled ? 1 : 0,
                },
                limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(
                Messages.Migration_Silent, Text.OnOneLine(_domain.Name), "confirm", _patience.Confirm.TotalSeconds), e);
        }
    }

    private async Task StopAsync()
    {
        try
        {
            await _connection.CallAsync(RemoteProgram.DomainAbortJob, new DomainAbortJobArgs { Dom = _domain }, CancellationToken.None)
                .WaitAsync(_patience.Abort).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DomainException or TimeoutException)
        {
            // It has ended already, or the daemon says so by its silence.
        }
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        while (_progress is not null)
        {
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            DomainGetJobInfoResult job = await _connection.CallAsync(
                RemoteProgram.DomainGetJobInfo, new DomainGetJobInfoArgs { Dom = _domain }, cancellation).ConfigureAwait(false);
            if (job.MemTotal > 0)
            {
                _progress.Report(new MigrationProgress
                {
                    Step = MigrationStep.Transfer,
                    RemainingBytes = job.MemRemaining,
                    TotalBytes = job.MemTotal,
                });
            }
        }
    }
}
