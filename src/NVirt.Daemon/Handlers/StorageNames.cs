using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Storage;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>Finds the pool and the volume that a client means. A pool that it names with a UUID is found by that alone.</summary>
internal static class StorageNames
{
    private const int LongestShown = 200;
    private const string Prefix = "Storage";

    /// <summary>The storage of what the client has opened; <see langword="null"/> if there is none.</summary>
    public static IStorageDriver? TryOf(Call call) => (call.Driver as IHostStorage)?.Storage;

    /// <summary>The storage of what the client has opened.</summary>
    /// <exception cref="Fault">There is none.</exception>
    public static IStorageDriver Of(Call call) => TryOf(call)
        ?? throw Fault.Of(VirErrorNumber.NoSupport, VirErrorDomain.None, call.Function);

    /// <exception cref="Fault">There is none.</exception>
    public static StoragePoolSummary Find(Call call, RemoteStoragePool pool)
    {
        try
        {
            return Of(call).FindPool(pool.Uuid);
        }
        catch (StorageException e) when (e.Kind == StorageErrorKind.NoPool)
        {
            throw Fault.Of(
                VirErrorNumber.NoStoragePool, VirErrorDomain.Storage, $"{e.Message} ({Text.OnOneLine(pool.Name, LongestShown)})");
        }
    }

    /// <summary>The volume that a client means.</summary>
    /// <exception cref="StorageException">There is none.</exception>
    public static StorageVolume Find(Call call, RemoteStorageVol volume)
    {
        IStorageDriver storage = Of(call);
        return storage.FindVolume(storage.FindPool(volume.Pool).Uuid, volume.Name);
    }

    /// <summary>A pool as clients name it.</summary>
    public static RemoteStoragePool Of(StoragePoolSummary pool) => new() { Name = pool.Name, Uuid = pool.Uuid };

    /// <summary>A volume as clients name it.</summary>
    public static RemoteStorageVol Of(StorageVolume volume) => new() { Pool = volume.Pool, Name = volume.Name, Key = volume.Path };

    /// <summary>Refuses flags that are not known.</summary>
    /// <exception cref="Fault">There is one.</exception>
    public static void AllowFlags(Call call, uint flags, uint known = 0) => AllowFlags(FunctionOf(call), flags, known);

    /// <summary>Refuses flags that a function does not know.</summary>
    /// <exception cref="Fault">There is one.</exception>
    public static void AllowFlags(string function, uint flags, uint known = 0)
    {
        if ((flags & ~known) != 0)
        {
            throw CommonFaults.UnknownFlags(function, flags & ~known, VirErrorDomain.Storage);
        }
    }

    // The name that libvirt's storage driver gives to its functions.
    private static string FunctionOf(Call call) => call.Info.Name.StartsWith(Prefix, StringComparison.Ordinal)
        ? "s" + call.Info.Name[1..] : "storage" + call.Info.Name;
}
