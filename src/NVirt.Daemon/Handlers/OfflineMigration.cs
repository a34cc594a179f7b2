using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// A definition that a client copies from one daemon to another: nothing runs there, and whatever runs here goes on. Its CPU is judged when
/// it is started.
/// </summary>
internal static class OfflineMigration
{
    private const int LongestShown = 200;

    /// <summary>Gives the definition.</summary>
    /// <exception cref="Fault">The client wants no definition there, or there is none here.</exception>
    public static async Task<DomainMigrateBegin3ParamsResult> BeginAsync(Call call, RemoteDomain named, MigrationSettings settings)
    {
        DomainSummary domain = await DomainNames.FindAsync(call, named);
        if (!settings.IsPersistent)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Qemu, Messages.Offline_NotPersistent);
        }

        DomainDocument document = settings.ReadDocument() ?? await call.Driver.GetDocumentAsync(
            domain.Uuid, new DomainDocumentOptions { IsInactive = true, IsSecure = true }, call.Cancellation);
        return new DomainMigrateBegin3ParamsResult { CookieOut = [], Xml = document.Text };
    }

    /// <summary>Looks whether the definition may come.</summary>
    /// <param name="settings">What the client wants.</param>
    /// <param name="address">Where a guest's state would go: clients want an address, and do not use it.</param>
    /// <exception cref="Fault">None was handed over.</exception>
    public static DomainMigratePrepare3ParamsResult Prepare(MigrationSettings settings, string address)
    {
        DocumentOf(settings);
        return new DomainMigratePrepare3ParamsResult { CookieOut = [], UriOut = address };
    }

    /// <summary>Saves the definition.</summary>
    public static async Task<DomainMigrateFinish3ParamsResult> FinishAsync(Call call, MigrationSettings settings, bool isCancelled)
    {
        DomainDocument document = DocumentOf(settings);
        if (isCancelled)
        {
            throw Fault.Of(
                VirErrorNumber.OperationAborted, VirErrorDomain.Qemu,
                Text.Of(Messages.Migration_GivenUp, Text.OnOneLine(document.Definition.Name ?? string.Empty, LongestShown)));
        }

        DomainSummary defined = await call.Driver.DefineAsync(document, call.Cancellation);
        return new DomainMigrateFinish3ParamsResult { Dom = DomainNames.Of(defined), CookieOut = [] };
    }

    /// <summary>Removes the definition here, if the client wants that and it is there.</summary>
    public static async Task<XdrNothing> ConfirmAsync(Call call, RemoteDomain domain, MigrationSettings settings, bool isCancelled)
    {
        if (!isCancelled && settings.UndefinesSource)
        {
            await call.Driver.UndefineAsync(domain.Uuid, cancellation: call.Cancellation);
        }

        return XdrNothing.Value;
    }

    private static DomainDocument DocumentOf(MigrationSettings settings)
    {
        DomainDocument document = settings.ReadDocument()
            ?? throw Fault.Of(VirErrorNumber.InvalidArg, VirErrorDomain.Qemu, Messages.Offline_NoDocument);
        return settings.Name is { } name && name != document.Definition.Name ? document.WithName(name) : document;
    }
}
