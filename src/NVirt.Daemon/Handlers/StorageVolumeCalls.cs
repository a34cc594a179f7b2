using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Storage;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>Which volumes there are, and what is known of each.</summary>
internal static class StorageVolumeCalls
{
    private const int LongestShown = 200;

    public static void AddTo(CallTable calls)
    {
        AddLists(calls);
        AddLookups(calls);
        calls.Add(RemoteProgram.StorageVolGetInfo, (c, a) =>
        {
            StorageVolumeInfo info = InfoOf(c, a.Vol);
            return ValueTask.FromResult(new StorageVolGetInfoResult
            {
                Type = KindOf(info),
                Capacity = info.Capacity,
                Allocation = info.Allocation,
            });
        });
        calls.Add(RemoteProgram.StorageVolGetInfoFlags, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, (uint)VirStorageVolInfoFlags.GetPhysical);
            StorageVolumeInfo info = InfoOf(c, a.Vol);
            return ValueTask.FromResult(new StorageVolGetInfoFlagsResult
            {
                Type = KindOf(info),
                Capacity = info.Capacity,
                Allocation = a.Flags == 0 ? info.Allocation : info.Physical,
            });
        });
        calls.Add(RemoteProgram.StorageVolGetXMLDesc, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags);
            return ValueTask.FromResult(
                new StorageVolGetXMLDescResult { Xml = StorageNames.Of(c).GetVolumeDocument(a.Vol.Pool, a.Vol.Name) });
        });
        calls.Add(RemoteProgram.StorageVolGetPath, (c, a) =>
            ValueTask.FromResult(new StorageVolGetPathResult { Name = StorageNames.Find(c, a.Vol).Path }));
    }

    private static void AddLists(CallTable calls)
    {
        calls.Add(RemoteProgram.StoragePoolListAllVolumes, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags);
            RemoteStorageVol[] volumes = [.. VolumesOf(c, a.Pool).Select(StorageNames.Of)];
            return ValueTask.FromResult(
                new StoragePoolListAllVolumesResult { Vols = a.NeedResults != 0 ? volumes : [], Ret = (uint)volumes.Length });
        });
        calls.Add(RemoteProgram.StoragePoolNumOfVolumes, (c, a) => ValueTask.FromResult(
            new StoragePoolNumOfVolumesResult { Num = VolumesOf(c, a.Pool).Count }));
        calls.Add(RemoteProgram.StoragePoolListVolumes, (c, a) => ValueTask.FromResult(
            new StoragePoolListVolumesResult { Names = [.. VolumesOf(c, a.Pool).Take(Math.Max(a.Maxnames, 0)).Select(v => v.Name)] }));
    }

    private static void AddLookups(CallTable calls)
    {
        calls.Add(RemoteProgram.StorageVolLookupByName, (c, a) => ValueTask.FromResult(new StorageVolLookupByNameResult
        {
            Vol = StorageNames.Of(StorageNames.Of(c).FindVolume(StorageNames.Find(c, a.Pool).Uuid, a.Name)),
        }));
        calls.Add(RemoteProgram.StorageVolLookupByPath, (c, a) => ValueTask.FromResult(new StorageVolLookupByPathResult
        {
            Vol = StorageNames.Of((StorageNames.TryOf(c) ?? throw NoVolume(a.Path)).FindVolumeByPath(a.Path)),
        }));
        calls.Add(RemoteProgram.StorageVolLookupByKey, (c, a) => ValueTask.FromResult(new StorageVolLookupByKeyResult
        {
            Vol = StorageNames.Of((StorageNames.TryOf(c) ?? throw NoVolume(a.Key)).FindVolumeByKey(a.Key)),
        }));
    }

    private static IReadOnlyList<StorageVolume> VolumesOf(Call call, RemoteStoragePool pool) =>
        StorageNames.Of(call).ListVolumes(StorageNames.Find(call, pool).Uuid);

    private static StorageVolumeInfo InfoOf(Call call, RemoteStorageVol volume) =>
        StorageNames.Of(call).GetVolumeInfo(volume.Pool, volume.Name);

    private static int KindOf(StorageVolumeInfo info) =>
        (int)(info.Kind == StorageVolumeKind.Folder ? VirStorageVolType.Dir : VirStorageVolType.File);

    private static Fault NoVolume(string path) => Fault.Of(
        VirErrorNumber.NoStorageVol, VirErrorDomain.Storage,
        Text.Of(Messages.Storage_NoVolumeOfDriver, Text.OnOneLine(path, LongestShown)));
}
