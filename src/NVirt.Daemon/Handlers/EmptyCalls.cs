using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>
/// What hosts of NVirt have none of: networks, node devices, interfaces, filters, secrets, snapshots. Clients list them all, and look only
/// at what is there, so a list is empty, and a name is nobody's.
/// </summary>
internal static class EmptyCalls
{
    private const int LongestShown = 200;

    public static void AddTo(CallTable calls)
    {
        AddLists(calls);
        AddOldLists(calls);
        AddLookups(calls);
        AddOtherLookups(calls);
        AddParts(calls);
    }

    private static void AddLists(CallTable calls)
    {
        calls.AddQuick(RemoteProgram.ConnectListAllNetworks, (_, _) => new ConnectListAllNetworksResult { Nets = [], Ret = 0 });
        calls.AddQuick(RemoteProgram.ConnectListAllNodeDevices, (_, _) => new ConnectListAllNodeDevicesResult { Devices = [], Ret = 0 });
        calls.AddQuick(RemoteProgram.ConnectListAllInterfaces, (_, _) => new ConnectListAllInterfacesResult { Ifaces = [], Ret = 0 });
        calls.AddQuick(RemoteProgram.ConnectListAllNWFilters, (_, _) => new ConnectListAllNWFiltersResult { Filters = [], Ret = 0 });
        calls.AddQuick(
            RemoteProgram.ConnectListAllNWFilterBindings, (_, _) => new ConnectListAllNWFilterBindingsResult { Bindings = [], Ret = 0 });
        calls.AddQuick(RemoteProgram.ConnectListAllSecrets, (_, _) => new ConnectListAllSecretsResult { Secrets = [], Ret = 0 });
        calls.Add(RemoteProgram.DomainListAllSnapshots, async (c, a) =>
        {
            await DomainNames.FindAsync(c, a.Dom);
            return new DomainListAllSnapshotsResult { Snapshots = [], Ret = 0 };
        });
        calls.Add(RemoteProgram.DomainListAllCheckpoints, async (c, a) =>
        {
            await DomainNames.FindAsync(c, a.Dom);
            return new DomainListAllCheckpointsResult { Checkpoints = [], Ret = 0 };
        });
    }

    private static void AddOldLists(CallTable calls)
    {
        calls.AddQuick(RemoteProgram.ConnectNumOfNetworks, (_, _) => new ConnectNumOfNetworksResult { Num = 0 });
        calls.AddQuick(RemoteProgram.ConnectListNetworks, (_, _) => new ConnectListNetworksResult { Names = [] });
        calls.AddQuick(RemoteProgram.ConnectNumOfDefinedNetworks, (_, _) => new ConnectNumOfDefinedNetworksResult { Num = 0 });
        calls.AddQuick(RemoteProgram.ConnectListDefinedNetworks, (_, _) => new ConnectListDefinedNetworksResult { Names = [] });
        calls.AddQuick(RemoteProgram.NodeNumOfDevices, (_, _) => new NodeNumOfDevicesResult { Num = 0 });
        calls.AddQuick(RemoteProgram.NodeListDevices, (_, _) => new NodeListDevicesResult { Names = [] });
        calls.AddQuick(RemoteProgram.ConnectNumOfInterfaces, (_, _) => new ConnectNumOfInterfacesResult { Num = 0 });
        calls.AddQuick(RemoteProgram.ConnectListInterfaces, (_, _) => new ConnectListInterfacesResult { Names = [] });
        calls.AddQuick(RemoteProgram.ConnectNumOfDefinedInterfaces, (_, _) => new ConnectNumOfDefinedInterfacesResult { Num = 0 });
        calls.AddQuick(RemoteProgram.ConnectListDefinedInterfaces, (_, _) => new ConnectListDefinedInterfacesResult { Names = [] });
        calls.AddQuick(RemoteProgram.ConnectNumOfNWFilters, (_, _) => new ConnectNumOfNWFiltersResult { Num = 0 });
        calls.AddQuick(RemoteProgram.ConnectListNWFilters, (_, _) => new ConnectListNWFiltersResult { Names = [] });
        calls.AddQuick(RemoteProgram.ConnectNumOfSecrets, (_, _) => new ConnectNumOfSecretsResult { Num = 0 });
        calls.AddQuick(RemoteProgram.ConnectListSecrets, (_, _) => new ConnectListSecretsResult { Uuids = [] });
        calls.Add(RemoteProgram.DomainSnapshotNum, async (c, a) =>
        {
            await DomainNames.FindAsync(c, a.Dom);
            return new DomainSnapshotNumResult { Num = 0 };
        });
        calls.Add(RemoteProgram.DomainHasManagedSaveImage, async (c, a) =>
        {
            await DomainNames.FindAsync(c, a.Dom);
            return new DomainHasManagedSaveImageResult { Result = 0 };
        });
    }

    private static void AddLookups(CallTable calls)
    {
        calls.AddQuick<NetworkLookupByNameArgs, NetworkLookupByNameResult>(RemoteProgram.NetworkLookupByName, (_, a) =>
            throw Missing(VirErrorNumber.NoNetwork, VirErrorDomain.Network, Messages.NoNetwork_Name, a.Name));
        calls.AddQuick<NWFilterLookupByNameArgs, NWFilterLookupByNameResult>(RemoteProgram.NWFilterLookupByName, (_, a) =>
            throw Missing(VirErrorNumber.NoNwfilter, VirErrorDomain.Nwfilter, Messages.NoFilter_Name, a.Name));
        calls.AddQuick<SecretLookupByUUIDArgs, SecretLookupByUUIDResult>(RemoteProgram.SecretLookupByUUID, (_, a) =>
            throw Missing(VirErrorNumber.NoSecret, VirErrorDomain.Secret, Messages.NoSecret_Uuid, a.Uuid.ToString()));
        calls.Add(RemoteProgram.DomainSnapshotLookupByName, async ValueTask<DomainSnapshotLookupByNameResult> (c, a) =>
        {
            await DomainNames.FindAsync(c, a.Dom);
            throw Missing(VirErrorNumber.NoDomainSnapshot, VirErrorDomain.Qemu, Messages.NoSnapshot_Name, a.Name);
        });
    }

    private static void AddOtherLookups(CallTable calls)
    {
        calls.AddQuick<NetworkLookupByUUIDArgs, NetworkLookupByUUIDResult>(RemoteProgram.NetworkLookupByUUID, (_, a) =>
            throw Missing(VirErrorNumber.NoNetwork, VirErrorDomain.Network, Messages.NoNetwork_Uuid, a.Uuid.ToString()));
        calls.AddQuick<NWFilterLookupByUUIDArgs, NWFilterLookupByUUIDResult>(RemoteProgram.NWFilterLookupByUUID, (_, a) =>
            throw Missing(VirErrorNumber.NoNwfilter, VirErrorDomain.Nwfilter, Messages.NoFilter_Uuid, a.Uuid.ToString()));
        calls.AddQuick<NWFilterBindingLookupByPortDevArgs, NWFilterBindingLookupByPortDevResult>(
            RemoteProgram.NWFilterBindingLookupByPortDev, (_, a) =>
            throw Missing(VirErrorNumber.NoNwfilterBinding, VirErrorDomain.Nwfilter, Messages.NoBinding_Port, a.Name));
        calls.AddQuick<SecretLookupByUsageArgs, SecretLookupByUsageResult>(RemoteProgram.SecretLookupByUsage, (_, a) =>
            throw Missing(VirErrorNumber.NoSecret, VirErrorDomain.Secret, Messages.NoSecret_Usage, a.UsageID));
        calls.AddQuick<InterfaceLookupByNameArgs, InterfaceLookupByNameResult>(RemoteProgram.InterfaceLookupByName, (_, a) =>
            throw Missing(VirErrorNumber.NoInterface, VirErrorDomain.Interface, Messages.NoInterface_Name, a.Name));
        calls.AddQuick<InterfaceLookupByMACStringArgs, InterfaceLookupByMACStringResult>(RemoteProgram.InterfaceLookupByMACString, (_, a) =>
            throw Missing(VirErrorNumber.NoInterface, VirErrorDomain.Interface, Messages.NoInterface_Address, a.Mac));
        calls.AddQuick<NodeDeviceLookupByNameArgs, NodeDeviceLookupByNameResult>(
            RemoteProgram.NodeDeviceLookupByName, (_, a) => throw NoDevice(a.Name));
    }

    // Clients name these without having looked them up, or remember them from another daemon.
    private static void AddParts(CallTable calls)
    {
        calls.AddQuick<NodeDeviceGetXMLDescArgs, NodeDeviceGetXMLDescResult>(
            RemoteProgram.NodeDeviceGetXMLDesc, (_, a) => throw NoDevice(a.Name));
        calls.AddQuick<NodeDeviceIsActiveArgs, NodeDeviceIsActiveResult>(
            RemoteProgram.NodeDeviceIsActive, (_, a) => throw NoDevice(a.Name));
        calls.AddQuick<NetworkGetXMLDescArgs, NetworkGetXMLDescResult>(RemoteProgram.NetworkGetXMLDesc, (_, a) => throw NoNetwork(a.Net));
        calls.AddQuick<NetworkGetAutostartArgs, NetworkGetAutostartResult>(
            RemoteProgram.NetworkGetAutostart, (_, a) => throw NoNetwork(a.Net));
        calls.AddQuick<NetworkGetBridgeNameArgs, NetworkGetBridgeNameResult>(
            RemoteProgram.NetworkGetBridgeName, (_, a) => throw NoNetwork(a.Net));
        calls.AddQuick<NetworkIsActiveArgs, NetworkIsActiveResult>(RemoteProgram.NetworkIsActive, (_, a) => throw NoNetwork(a.Net));
        calls.AddQuick<NetworkIsPersistentArgs, NetworkIsPersistentResult>(
            RemoteProgram.NetworkIsPersistent, (_, a) => throw NoNetwork(a.Net));
    }

    private static Fault NoDevice(string name) =>
        Missing(VirErrorNumber.NoNodeDevice, VirErrorDomain.Nodedev, Messages.NoNodeDevice_Name, name);

    private static Fault NoNetwork(RemoteNetwork network) => Fault.Of(
        VirErrorNumber.NoNetwork, VirErrorDomain.Network,
        Text.Of(Messages.NoNetwork_Object, network.Uuid, Text.OnOneLine(network.Name, LongestShown)));

    private static Fault Missing(VirErrorNumber code, VirErrorDomain domain, string form, string name) =>
        Fault.Of(code, domain, Text.Of(form, Text.OnOneLine(name, LongestShown)));
}
