using System.Net.NetworkInformation;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Logs;
using NVirt.Daemon.Migration;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Remote;
using NVirt.Remote.Migration;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// The five steps of a migration, which a client drives at both ends. The rules are those of docs/reference/migration-protocol.md: once
/// everything was sent, only the destination's own word that it has the guest, or that it never will, decides.
/// </summary>
internal sealed class MigrationCalls(DaemonLog log)
{
    private const int LongestShown = 200;

    private static string OwnName => IPGlobalProperties.GetIPGlobalProperties().HostName;

    public void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainMigrateBegin3Params, BeginAsync);
        calls.Add(RemoteProgram.DomainMigratePrepare3Params, PrepareAsync);
        calls.Add(RemoteProgram.DomainMigratePerform3Params, PerformAsync);
        calls.Add(RemoteProgram.DomainMigrateFinish3Params, FinishAsync);
        calls.Add(RemoteProgram.DomainMigrateConfirm3Params, ConfirmAsync);
    }

    private static async ValueTask<DomainMigrateBegin3ParamsResult> BeginAsync(Call call, DomainMigrateBegin3ParamsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, MigrationSettings.Known);
        MigrationSettings settings = new(arguments.Flags, arguments.Params);
        if (settings.IsOffline)
        {
            return await OfflineMigration.BeginAsync(call, arguments.Dom, settings);
        }

        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom, VirErrorDomain.Qemu);
        Departure departure = new();
        IMigrationSource source = await call.Driver.BeginMigrationAsync(domain.Uuid, settings.ToOptions(), departure, call.Cancellation);
        departure.Source = source;
        call.Hypervisor.Migrations.Add(domain.Uuid, departure);
        try
        {
            call.Session.Migrations.Add(domain.Uuid);
        }
        catch (OperationCanceledException)
        {
            call.Hypervisor.Migrations.RemoveDeparture(domain.Uuid);
            await departure.DisposeAsync();
            throw;
        }

        return new DomainMigrateBegin3ParamsResult
        {
            CookieOut = MigrationCookie.OfOffer(source.Offer, source.StaysPaused),
            Xml = source.Offer.Document.Text,
        };
    }

    private static async ValueTask<DomainMigratePrepare3ParamsResult> PrepareAsync(Call call, DomainMigratePrepare3ParamsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, MigrationSettings.Known);
        MigrationSettings settings = new(arguments.Flags, arguments.Params);
        StateAddress wanted = settings.Address is { } address ? StateAddress.Parse(address) : new StateAddress(OwnName, 0);
        if (settings.IsOffline)
        {
            return OfflineMigration.Prepare(settings, wanted.Uri);
        }

        (MigrationOffer offer, bool staysPaused) = MigrationCookie.ReadOffer(arguments.CookieIn);
        Arrival arrival = new(call.Driver.OpenDestination(), staysPaused);
        try
        {
            StateDoor door = StateDoor.Open(await arrival.PrepareAsync(offer, call.Cancellation), wanted.Port);
            arrival.Door = door;
            string name = offer.Document.Definition.Name!;
            call.Hypervisor.Migrations.Add(name, arrival);
            call.Session.Migrations.Add(name);
            return new DomainMigratePrepare3ParamsResult { CookieOut = [], UriOut = (wanted with { Port = door.Port }).Uri };
        }
        catch
        {
            call.Hypervisor.Migrations.Remove(arrival);
            await arrival.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<DomainMigratePerform3ParamsResult> PerformAsync(Call call, DomainMigratePerform3ParamsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, MigrationSettings.Known);
        MigrationSettings settings = new(arguments.Flags, arguments.Params);
        if (settings.IsDrivenHere != arguments.Dconnuri is not null)
        {
            throw Fault.Of(VirErrorNumber.InvalidArg, VirErrorDomain.Qemu, Messages.Migration_PeerFlag);
        }

        if (settings.IsOffline)
        {
            throw Fault.Of(VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Qemu, Messages.Offline_ByClient);
        }

        if (arguments.Dconnuri is { } uri)
        {
            await MoveAsync(call, arguments.Dom, settings, uri);
            return new DomainMigratePerform3ParamsResult { CookieOut = [] };
        }

        Departure departure = DepartureOf(call, arguments.Dom.Uuid);
        string address = settings.Address
            ?? throw Fault.Of(VirErrorNumber.InvalidArg, VirErrorDomain.Qemu, Text.Of(Messages.Migration_NoAddress));
        await departure.PerformAsync(StateAddress.Parse(address).ForQemu, call.Cancellation);
        return new DomainMigratePerform3ParamsResult { CookieOut = [] };
    }

    // The guest is held before the destination is connected to: so there are no more connections than guests, and it can be cancelled.
    // The client may have gone meanwhile, so the daemon's log says how it ended.
    private async Task MoveAsync(Call call, RemoteDomain domain, MigrationSettings settings, string uri)
    {
        DomainSummary guest = await DomainNames.RunningAsync(call, domain, VirErrorDomain.Qemu);
        try
        {
            await using IMigrationDestination destination = RemoteDriver.OpenPeer(
                uri, settings.Address, call.Hypervisor.Uri.Split(':')[0], call.Session.Limits.Peers);
            Departure departure = new();
            departure.Source = await call.Driver.BeginMigrationAsync(guest.Uuid, settings.ToOptions(), departure, call.Cancellation);
            await call.Hypervisor.Migrations.MoveAsync(guest.Uuid, departure, destination);
            log.Moved(guest.Name, Text.OnOneLine(uri, LongestShown));
        }
        catch (Exception e)
        {
            log.NotMoved(guest.Name, Text.OnOneLine(uri, LongestShown), Text.OnOneLine(e.Message, LongestShown));
            if (e.InnerException is RpcServerException { Error: { } error })
            {
                throw Fault.Again(error);
            }

            throw;
        }
    }

    private static async ValueTask<DomainMigrateFinish3ParamsResult> FinishAsync(Call call, DomainMigrateFinish3ParamsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, MigrationSettings.Known);
        MigrationSettings settings = new(arguments.Flags, arguments.Params);
        if (settings.IsOffline)
        {
            return await OfflineMigration.FinishAsync(call, settings, arguments.Cancelled != 0);
        }

        string name = settings.Name ?? string.Empty;
        string shown = Text.OnOneLine(name, LongestShown);
        if (!call.Session.Migrations.Remove(name) || call.Hypervisor.Migrations.RemoveArrival(name) is not { } arrival)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Text.Of(Messages.Migration_NotArriving, shown));
        }

        await using (arrival)
        {
            if (arguments.Cancelled != 0)
            {
                throw Fault.Of(VirErrorNumber.OperationAborted, VirErrorDomain.Qemu, Text.Of(Messages.Migration_GivenUp, shown));
            }

            MigrationAnswer answer = await arrival.FinishAsync(settings.IsPaused);
            return answer.Domain is { } domain
                ? new DomainMigrateFinish3ParamsResult { Dom = DomainNames.Of(domain), CookieOut = MigrationCookie.OfTaken(domain) }
                : throw FaultOf.Exception(answer.Refusal!).WithThird(GoneGuest.AddTo);
        }
    }

    private static async ValueTask<XdrNothing> ConfirmAsync(Call call, DomainMigrateConfirm3ParamsArgs arguments)
    {
        call.AllowFlags(arguments.Flags, MigrationSettings.Known);
        MigrationSettings settings = new(arguments.Flags, arguments.Params);
        if (settings.IsOffline)
        {
            return await OfflineMigration.ConfirmAsync(call, arguments.Dom, settings, arguments.Cancelled != 0);
        }

        Departure departure = DepartureOf(call, arguments.Dom.Uuid);
        MigrationAnswer answer = AnswerOf(departure, arguments);
        call.Session.Migrations.Remove(arguments.Dom.Uuid);
        call.Hypervisor.Migrations.RemoveDeparture(arguments.Dom.Uuid);
        await using (departure)
        {
            try
            {
                await departure.ConfirmAsync(answer, CancellationToken.None);
            }
            catch (DomainException e) when (e == answer.Refusal && !answer.IsUnknown)
            {
                // It goes on here, as the client wanted.
            }

            return XdrNothing.Value;
        }
    }

    // The client says "cancelled" both when the destination refused to finish and when it could not be reached; so once everything was
    // sent, that word alone does not bring the guest back.
    private static MigrationAnswer AnswerOf(Departure departure, DomainMigrateConfirm3ParamsArgs arguments)
    {
        if (arguments.Cancelled == 0)
        {
            (Guid uuid, string name) = MigrationCookie.ReadTaken(arguments.CookieIn);
            return MigrationAnswer.Taken(new DomainSummary
            {
                Name = name,
                Uuid = uuid,
                State = departure.Source.StaysPaused ? DomainState.Paused : DomainState.Running,
                IsPersistent = departure.Source.Offer.IsPersistent,
            });
        }

        DomainException reason = new(
            DomainErrorKind.Aborted, Text.Of(Messages.Migration_GivenUp, Text.OnOneLine(arguments.Dom.Name, LongestShown)));
        return departure.IsSent && !MigrationCookie.IsGone(arguments.CookieIn)
            ? MigrationAnswer.Unknown(reason)
            : MigrationAnswer.Refused(reason);
    }

    // Only who has begun it goes on with it; another client may look at the job, and cancel it.
    private static Departure DepartureOf(Call call, Guid uuid) =>
        (call.Session.Migrations.Has(uuid) ? call.Hypervisor.Migrations.FindDeparture(uuid) : null)
        ?? throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Text.Of(Messages.Migration_NotLeaving, uuid));
}
