using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Peers;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Remote.Migration;

/// <summary>
/// The destination of a migration behind a daemon. All of it goes over one connection: a daemon that was lost is not asked again, and the
/// end of the connection is an "abort" for it. Every wait has a limit.
/// </summary>
/// <param name="driver">The daemon; let go with this.</param>
/// <param name="address">Where the state is to go; <see langword="null"/> if the daemon chooses.</param>
/// <param name="patience">How long to wait.</param>
internal sealed class RemoteDestination(RemoteDriver driver, string? address, RemotePatience patience)
    : IMigrationDestination, IMigrationHandover
{
    private RemoteConnection? _connection;
    private MigrationOffer? _offer;
    private byte[] _heard = [];
    private bool _isPrepared;
    private bool _wasToldToFinish;

    public string Name => Text.OnOneLine(driver.Uri.OriginalString, 300);

    public ReadOnlyMemory<byte> Said { get; private set; }

    public void Hear(ReadOnlyMemory<byte> said) => _heard = said.ToArray();

    public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        _connection = await driver.ConnectAsync(cancellation).ConfigureAwait(false);
        _offer = offer;
        DomainMigratePrepare3ParamsArgs arguments = new()
        {
            Params =
            [
                .. ParametersOf(offer), TypedParameter.OfString("destination_xml", offer.Document.Text),
                .. address is null ? (TypedParameter[])[] : [TypedParameter.OfString("migrate_uri", address)],
            ],
            CookieIn = _heard.Length > 0 ? _heard : MigrationCookie.OfOffer(offer, staysPaused: false),
            Flags = FlagsOf(offer),
        };
        using CancellationTokenSource limit = new();
        DomainMigratePrepare3ParamsResult prepared = await AskAsync(
            RemoteProgram.DomainMigratePrepare3Params, arguments, "prepare", patience.Prepare, limit, cancellation).ConfigureAwait(false);
        Said = prepared.CookieOut;
        _isPrepared = true;
        return StateAddress.Parse(prepared.UriOut ?? address ?? string.Empty).ForQemu;
    }

    public Task WatchAsync(CancellationToken cancellation) => RequireConnection().WatchAsync(cancellation);

    public async Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default)
    {
        RequireConnection();
        _wasToldToFinish = true;
        DomainMigrateFinish3ParamsArgs arguments = new()
        {
            Params = [.. ParametersOf(_offer!)],
            CookieIn = _heard.Length > 0 && !MigrationCookie.IsOurs(_heard) ? _heard : [],
            Flags = FlagsOf(_offer!) | (isPaused ? (uint)VirDomainMigrateFlags.Paused : 0),
            Cancelled = 0,
        };
        using CancellationTokenSource limit = new();
        await using CancellationTokenRegistration hurry = cancellation.Register(() => limit.CancelAfter(patience.FinishCancelled));
        try
        {
            DomainMigrateFinish3ParamsResult finished = await AskAsync(
                RemoteProgram.DomainMigrateFinish3Params, arguments, "finish", patience.Finish, limit, CancellationToken.None)
                .ConfigureAwait(false);
            Said = finished.CookieOut;
            return MigrationAnswer.Taken(TakenBy(finished, isPaused));
        }
        catch (Exception e) when (e.InnerException is RpcServerException { Error.Str3: { } third } && GoneGuest.IsIn(third))
        {
            return MigrationAnswer.Refused(e);
        }
    }

    public async Task AbortAsync()
    {
        if (_wasToldToFinish)
        {
            throw new DomainException(DomainErrorKind.InvalidState, Text.Of(Messages.Migration_Told, Name));
        }

        if (_connection is not { Client.Ended.IsCompleted: false } || !_isPrepared)
        {
            // It has not answered "prepare": the end of the connection says enough.
            await DisposeAsync().ConfigureAwait(false);
            return;
        }

        DomainMigrateFinish3ParamsArgs arguments =
            new() { Params = [.. ParametersOf(_offer!)], CookieIn = [], Flags = FlagsOf(_offer!), Cancelled = 1 };
        using CancellationTokenSource limit = new();
        try
        {
            await AskAsync(
                RemoteProgram.DomainMigrateFinish3Params, arguments, "abort", patience.Abort, limit, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e.InnerException is RpcServerException)
        {
            // It says that it was given up.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is null)
        {
            // It may not even be open yet, and a daemon that hangs is waited for no longer.
            _ = driver.DisposeAsync().AsTask();
            return;
        }

        // Without a goodbye, which a daemon that hangs would not answer.
        await _connection.Client.DisposeAsync().ConfigureAwait(false);
        await driver.DisposeAsync().ConfigureAwait(false);
    }

    private static uint FlagsOf(MigrationOffer offer) =>
        (uint)(VirDomainMigrateFlags.Live | (offer.IsPersistent ? VirDomainMigrateFlags.PersistDest : default));

    private static IEnumerable<TypedParameter> ParametersOf(MigrationOffer offer) =>
        [TypedParameter.OfString("destination_name", offer.Document.Definition.Name!)];

    private DomainSummary TakenBy(DomainMigrateFinish3ParamsResult finished, bool isPaused)
    {
        // A daemon of ours says by its own word that it has the guest; between two others, libvirt's answer is all there is.
        bool isOurs = _heard.Length == 0 || MigrationCookie.IsOurs(_heard);
        if (isOurs && MigrationCookie.ReadTaken(finished.CookieOut).Uuid != finished.Dom.Uuid)
        {
            throw new DomainException(DomainErrorKind.Hypervisor, Text.Of(Messages.Migration_OtherGuest, Name));
        }

        return new DomainSummary
        {
            Name = PeerText.Show(finished.Dom.Name),
            Uuid = finished.Dom.Uuid,
            Id = finished.Dom.Id >= 0 ? (uint)finished.Dom.Id : null,
            State = isPaused ? DomainState.Paused : DomainState.Running,
            IsPersistent = _offer!.IsPersistent,
        };
    }

    private RemoteConnection RequireConnection() => _offer is null ? throw new DomainException(
        DomainErrorKind.InvalidState, Text.Of(Messages.Migration_NotTold, Name)) : _connection!;

    private async Task<TResult> AskAsync<TArgs, TResult>(
        Procedure<TArgs, TResult> procedure, TArgs arguments, string word, TimeSpan time, CancellationTokenSource limit,
        CancellationToken cancellation)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult>
    {
        limit.CancelAfter(time);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await _connection!.CallAsync(procedure, arguments, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new DomainException(
                DomainErrorKind.TimedOut, Text.Of(Messages.Migration_Silent, Name, word, time.TotalSeconds), e);
        }
    }
}
