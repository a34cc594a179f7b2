using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Storage;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>Which pools there are. What has no storage has no pools.</summary>
internal static class PoolListCalls
{
    private const int LongestShown = 200;

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.ConnectListAllStoragePools, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, PoolFilter.Known);
            RemoteStoragePool[] pools = [.. All(c).Where(p => PoolFilter.Has(p, a.Flags)).Select(StorageNames.Of)];
            return ValueTask.FromResult(
                new ConnectListAllStoragePoolsResult { Pools = a.NeedResults != 0 ? pools : [], Ret = (uint)pools.Length });
        });
        calls.Add(RemoteProgram.ConnectNumOfStoragePools,
            (c, _) => ValueTask.FromResult(new ConnectNumOfStoragePoolsResult { Num = All(c).Count(p => p.IsActive) }));
        calls.Add(RemoteProgram.ConnectNumOfDefinedStoragePools,
            (c, _) => ValueTask.FromResult(new ConnectNumOfDefinedStoragePoolsResult { Num = All(c).Count(p => !p.IsActive) }));
        calls.Add(RemoteProgram.ConnectListStoragePools,
            (c, a) => ValueTask.FromResult(new ConnectListStoragePoolsResult { Names = Names(c, a.Maxnames, isActive: true) }));
        calls.Add(RemoteProgram.ConnectListDefinedStoragePools,
            (c, a) => ValueTask.FromResult(
                new ConnectListDefinedStoragePoolsResult { Names = Names(c, a.Maxnames, isActive: false) }));
        calls.Add(RemoteProgram.StoragePoolLookupByName, (c, a) => ValueTask.FromResult(
            new StoragePoolLookupByNameResult
            {
                Pool = StorageNames.Of((StorageNames.TryOf(c) ?? throw NoPool(a.Name)).FindPool(a.Name)),
            }));
        calls.Add(RemoteProgram.StoragePoolLookupByUUID, (c, a) => ValueTask.FromResult(
            new StoragePoolLookupByUUIDResult
            {
                Pool = StorageNames.Of((StorageNames.TryOf(c) ?? throw NoPool(a.Uuid.ToString())).FindPool(a.Uuid)),
            }));
        calls.Add(RemoteProgram.StoragePoolLookupByVolume, (c, a) => ValueTask.FromResult(
            new StoragePoolLookupByVolumeResult { Pool = StorageNames.Of(StorageNames.Of(c).FindPool(a.Vol.Pool)) }));
        calls.Add(RemoteProgram.StoragePoolLookupByTargetPath, (c, a) => ValueTask.FromResult(
            new StoragePoolLookupByTargetPathResult { Pool = StorageNames.Of(StorageNames.Of(c).FindPoolByPath(a.Path)) }));
        calls.Add(RemoteProgram.ConnectFindStoragePoolSources, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags);
            return ValueTask.FromResult(new ConnectFindStoragePoolSourcesResult { Xml = StorageNames.Of(c).FindSources(a.Type) });
        });
        calls.Add(RemoteProgram.ConnectGetStoragePoolCapabilities, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags);
            return ValueTask.FromResult(
                new ConnectGetStoragePoolCapabilitiesResult { Capabilities = StorageNames.Of(c).GetCapabilities() });
        });
    }

    private static IReadOnlyList<StoragePoolSummary> All(Call call) => StorageNames.TryOf(call)?.ListPools() ?? [];

    private static string[] Names(Call call, int most, bool isActive) =>
        [.. All(call).Where(p => p.IsActive == isActive).Take(Math.Max(most, 0)).Select(p => p.Name)];

    private static Fault NoPool(string name) => Fault.Of(
        VirErrorNumber.NoStoragePool, VirErrorDomain.Storage,
        Text.Of(Messages.Storage_NoPoolOfDriver, Text.OnOneLine(name, LongestShown)));
}
