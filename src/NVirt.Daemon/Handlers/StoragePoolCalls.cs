using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Storage;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What is known of pools, and what is done with them.</summary>
internal static class StoragePoolCalls
{
    private const uint Overwrites = (uint)(VirStoragePoolBuildFlags.NoOverwrite | VirStoragePoolBuildFlags.Overwrite);

    private const uint CreateOverwrites =
        (uint)(VirStoragePoolCreateFlags.WithBuildOverwrite | VirStoragePoolCreateFlags.WithBuildNoOverwrite);

    private const uint CreateFlags = (uint)VirStoragePoolCreateFlags.WithBuild | CreateOverwrites;

    // libvirt's backend checks these flags, not its driver.
    private const string BuildFunction = "virStorageBackendFileSystemBuild";
    private const string DeleteFunction = "virStorageBackendDeleteLocal";

    public static void AddTo(CallTable calls)
    {
        AddReading(calls);
        calls.Add(RemoteProgram.StoragePoolDefineXML, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, (uint)VirStoragePoolDefineFlags.Validate);
            return ValueTask.FromResult(
                new StoragePoolDefineXMLResult { Pool = StorageNames.Of(StorageNames.Of(c).DefinePool(a.Xml)) });
        });
        calls.Add(RemoteProgram.StoragePoolCreateXML, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, CreateFlags);
            RefuseFormatting(a.Flags & CreateOverwrites, string.Empty);
            return ValueTask.FromResult(new StoragePoolCreateXMLResult
            {
                Pool = StorageNames.Of(StorageNames.Of(c).CreatePool(a.Xml, (a.Flags & (uint)VirStoragePoolCreateFlags.WithBuild) != 0)),
            });
        });
        calls.Add(RemoteProgram.StoragePoolCreate, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, CreateFlags);
            return Do(c, a.Pool, (storage, pool) =>
            {
                RefuseFormatting(a.Flags & CreateOverwrites, pool.Name);
                storage.StartPool(pool.Uuid, (a.Flags & (uint)VirStoragePoolCreateFlags.WithBuild) != 0);
            });
        });
        calls.Add(RemoteProgram.StoragePoolBuild, (c, a) => Do(c, a.Pool, (storage, pool) =>
        {
            StorageNames.AllowFlags(BuildFunction, a.Flags, Overwrites);
            if ((a.Flags & Overwrites) == Overwrites)
            {
                throw Fault.OfArgument(VirErrorDomain.Storage, BuildFunction, "ctl", Messages.Storage_BothOverwrites);
            }

            RefuseFormatting(a.Flags, pool.Name);
            storage.BuildPool(pool.Uuid);
        }));
        calls.Add(RemoteProgram.StoragePoolDestroy, (c, a) => Do(c, a.Pool, (storage, pool) => storage.StopPool(pool.Uuid)));
        calls.Add(RemoteProgram.StoragePoolUndefine, (c, a) => Do(c, a.Pool, (storage, pool) => storage.UndefinePool(pool.Uuid)));
        calls.Add(RemoteProgram.StoragePoolDelete, (c, a) => Do(c, a.Pool, (storage, pool) =>
        {
            StorageNames.AllowFlags(DeleteFunction, pool.IsActive ? 0 : a.Flags);
            storage.DeletePool(pool.Uuid);
        }));
        calls.Add(RemoteProgram.StoragePoolRefresh, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags);
            return Do(c, a.Pool, (storage, pool) => storage.RefreshPool(pool.Uuid));
        });
        calls.Add(RemoteProgram.StoragePoolSetAutostart,
            (c, a) => Do(c, a.Pool, (storage, pool) => storage.SetAutostart(pool.Uuid, a.Autostart != 0)));
    }

    private static void AddReading(CallTable calls)
    {
        calls.Add(RemoteProgram.StoragePoolGetInfo, (c, a) =>
        {
            StoragePoolSummary pool = StorageNames.Find(c, a.Pool);
            StorageSpace space = StorageNames.Of(c).GetSpace(pool.Uuid);
            return ValueTask.FromResult(new StoragePoolGetInfoResult
            {
                State = (uint)(pool.IsActive ? VirStoragePoolState.Running : VirStoragePoolState.Inactive),
                Capacity = space.Capacity,
                Allocation = space.Allocation,
                Available = space.Available,
            });
        });
        calls.Add(RemoteProgram.StoragePoolGetXMLDesc, (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, (uint)VirStorageXMLFlags.Inactive);
            StoragePoolSummary pool = StorageNames.Find(c, a.Pool);
            return ValueTask.FromResult(
                new StoragePoolGetXMLDescResult { Xml = StorageNames.Of(c).GetPoolDocument(pool.Uuid, isInactive: a.Flags != 0) });
        });
        calls.Add(RemoteProgram.StoragePoolGetAutostart, (c, a) => ValueTask.FromResult(
            new StoragePoolGetAutostartResult { Autostart = Number(StorageNames.Find(c, a.Pool).IsAutostart) }));
        calls.Add(RemoteProgram.StoragePoolIsActive, (c, a) => ValueTask.FromResult(
            new StoragePoolIsActiveResult { Active = Number(StorageNames.Find(c, a.Pool).IsActive) }));
        calls.Add(RemoteProgram.StoragePoolIsPersistent, (c, a) => ValueTask.FromResult(
            new StoragePoolIsPersistentResult { Persistent = Number(StorageNames.Find(c, a.Pool).IsPersistent) }));
    }

    private static ValueTask<XdrNothing> Do(Call call, RemoteStoragePool pool, Action<IStorageDriver, StoragePoolSummary> work)
    {
        work(StorageNames.Of(call), StorageNames.Find(call, pool));
        return ValueTask.FromResult(XdrNothing.Value);
    }

    // A folder has no file system of its own that could be made.
    private static void RefuseFormatting(uint flags, string pool)
    {
        if (flags != 0)
        {
            throw Fault.Of(VirErrorNumber.OperationInvalid, VirErrorDomain.Storage, Text.Of(Messages.Storage_NoDevice, pool));
        }
    }

    private static int Number(bool value) => value ? 1 : 0;
}
