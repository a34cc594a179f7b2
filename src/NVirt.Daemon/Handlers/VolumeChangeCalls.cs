using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Storage;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>Making, changing and deleting volumes, and their data as streams.</summary>
internal static class VolumeChangeCalls
{
    private const uint Preallocated = (uint)VirStorageVolCreateFlags.PreallocMetadata;
    private const uint CreateFlags = Preallocated | (uint)VirStorageVolCreateFlags.Validate;

    private const uint ResizeFlags =
        (uint)(VirStorageVolResizeFlags.Allocate | VirStorageVolResizeFlags.Delta | VirStorageVolResizeFlags.Shrink);

    // libvirt's backend checks these flags, not its driver.
    private const string DeleteFunction = "virStorageBackendVolDeleteLocal";
    private const string WipeFunction = "storageVolWipePattern";

    // libvirt's words for its ways of wiping, in the order of their numbers.
    private static readonly string[] Wipes =
        ["zero", "nnsa", "dod", "bsi", "gutmann", "schneier", "pfitzner7", "pfitzner33", "random", "trim"];

    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.StorageVolCreateXML, async (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, CreateFlags);
            StorageVolume made = await StorageNames.Of(c).CreateVolumeAsync(
                StorageNames.Find(c, a.Pool).Uuid, a.Xml, (a.Flags & Preallocated) != 0, c.Cancellation);
            return new StorageVolCreateXMLResult { Vol = StorageNames.Of(made) };
        });
        calls.Add(RemoteProgram.StorageVolCreateXMLFrom, async (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags, CreateFlags);
            StorageVolume made = await StorageNames.Of(c).CopyVolumeAsync(
                StorageNames.Find(c, a.Pool).Uuid, a.Xml, StorageNames.Find(c, a.Clonevol), (a.Flags & Preallocated) != 0, c.Cancellation);
            return new StorageVolCreateXMLFromResult { Vol = StorageNames.Of(made) };
        });
        calls.Add(RemoteProgram.StorageVolDelete, (c, a) =>
        {
            StorageVolume volume = StorageNames.Find(c, a.Vol);
            StorageNames.AllowFlags(DeleteFunction, a.Flags);
            StorageNames.Of(c).DeleteVolume(volume.Pool, volume.Name);
            return ValueTask.FromResult(XdrNothing.Value);
        });
        calls.Add(RemoteProgram.StorageVolResize, ResizeAsync);
        calls.Add(RemoteProgram.StorageVolWipe, (c, a) => WipeAsync(c, a.Vol, algorithm: 0, a.Flags));
        calls.Add(RemoteProgram.StorageVolWipePattern, (c, a) => WipeAsync(c, a.Vol, a.Algorithm, a.Flags));
        calls.Add(RemoteProgram.StorageVolUpload, async (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags);
            Stream stream = StorageNames.Of(c).OpenToWrite(StorageNames.Find(c, a.Vol), a.Offset, a.Length);
            await c.Session.Streams.OpenAsync(c, source: null, stream, stream);
            return XdrNothing.Value;
        });
        calls.Add(RemoteProgram.StorageVolDownload, async (c, a) =>
        {
            StorageNames.AllowFlags(c, a.Flags);
            Stream stream = StorageNames.Of(c).OpenToRead(StorageNames.Find(c, a.Vol), a.Offset, a.Length);
            await c.Session.Streams.OpenAsync(c, stream, sink: null, stream);
            return XdrNothing.Value;
        });
    }

    private static async ValueTask<XdrNothing> ResizeAsync(Call call, StorageVolResizeArgs arguments)
    {
        StorageNames.AllowFlags(call, arguments.Flags, ResizeFlags);
        StorageResizeOptions options = new()
        {
            IsAllocated = (arguments.Flags & (uint)VirStorageVolResizeFlags.Allocate) != 0,
            IsDelta = (arguments.Flags & (uint)VirStorageVolResizeFlags.Delta) != 0,
            IsShrinking = (arguments.Flags & (uint)VirStorageVolResizeFlags.Shrink) != 0,
        };
        await StorageNames.Of(call).ResizeVolumeAsync(
            StorageNames.Find(call, arguments.Vol), arguments.Capacity, options, call.Cancellation);
        return XdrNothing.Value;
    }

    private static async ValueTask<XdrNothing> WipeAsync(Call call, RemoteStorageVol volume, uint algorithm, uint flags)
    {
        StorageNames.AllowFlags(WipeFunction, flags);
        if (algorithm >= Wipes.Length)
        {
            throw Fault.Of(VirErrorNumber.InvalidArg, VirErrorDomain.Storage, Text.Of(Messages.Storage_Wiping, algorithm));
        }

        StorageVolume found = StorageNames.Find(call, volume);
        if (algorithm != (uint)VirStorageVolWipeAlgorithm.Zero)
        {
            throw Fault.Of(
                VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Storage, Text.Of(Messages.Storage_WipingNot, Wipes[algorithm]));
        }

        await StorageNames.Of(call).WipeVolumeAsync(found, call.Cancellation);
        return XdrNothing.Value;
    }
}
