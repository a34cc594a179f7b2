using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>What clients ask for before they choose their way.</summary>
internal static class Features
{
    public static bool Has(ClientSession session, Hypervisor hypervisor, VirDrvFeature feature) => feature switch
    {
        VirDrvFeature.TypedParamString or VirDrvFeature.RemoteEventCallback or VirDrvFeature.RemoteCloseCallback
            or VirDrvFeature.NetworkUpdateHasCorrectOrder => hypervisor.Driver.Operations.HasFlag(DomainOperations.Events)
                || feature == VirDrvFeature.TypedParamString,
        VirDrvFeature.MigrationV2 or VirDrvFeature.MigrationV3 or VirDrvFeature.MigrationP2p or VirDrvFeature.MigrationParams
            or VirDrvFeature.MigrationOffline or VirDrvFeature.XmlMigratable or VirDrvFeature.MigrateChangeProtection =>
            hypervisor.Driver.Operations.HasFlag(DomainOperations.Migration),
        VirDrvFeature.FdPassing => session.PassesDescriptors,
        _ => false,
    };
}
