using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>Reads pools. What only other kinds of pools have is left out, as by libvirt.</summary>
internal static class PoolInterpreter
{
    /// <summary>The kind that can be kept here.</summary>
    public const string OnlyKind = "dir";

    private const string Root = "pool";

    /// <summary>The kinds that libvirt has.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "dir", "fs", "netfs", "logical", "disk", "iscsi", "iscsi-direct", "scsi", "mpath", "rbd", "sheepdog", "gluster", "zfs", "vstorage",
    ];

    /// <summary>Reads a pool; one without a UUID gets one.</summary>
    /// <exception cref="StorageException">It is no pool, or none that can be kept here.</exception>
    public static PoolDefinition Parse(string xml)
    {
        Element pool = StorageReading.Root(xml, Root);
        RequireKind(pool);
        string name = StorageReading.ChildText(pool, "name") ?? throw StorageRefusals.Malformed(Messages.Storage_PoolWithoutName);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw StorageRefusals.Of(StorageErrorKind.Malformed, Messages.Storage_NameSlash, name);
        }

        if (!StoragePaths.IsName(name))
        {
            throw StorageRefusals.Of(StorageErrorKind.Malformed, Messages.Storage_Name, name);
        }

        Guid uuid = StorageReading.ChildText(pool, "uuid") is not { } text ? Guid.NewGuid()
            : Guid.TryParse(text, out Guid given) ? given
            : throw StorageRefusals.Malformed(Text.Of(Messages.Storage_MalformedElement, "uuid"));
        Element? target = pool.First("target");
        string path = target is not null && StorageReading.ChildText(target, "path") is { } written ? StoragePaths.Plain(written)
            : throw StorageRefusals.Malformed(Messages.Storage_PoolWithoutPath);
        return StoragePaths.IsPlace(path) && path != "/" ? new PoolDefinition(name, uuid, path, StorageReading.Permissions(target))
            : throw StorageRefusals.Of(StorageErrorKind.Malformed, Messages.Storage_Path, path);
    }

    private static void RequireKind(Element pool)
    {
        if (pool.Find("type")?.Value is not { } kind)
        {
            throw new StorageException(StorageErrorKind.WrongDocument, Messages.Storage_PoolWithoutType);
        }

        if (!Kinds.Contains(kind))
        {
            throw StorageRefusals.Of(StorageErrorKind.WrongDocument, Messages.Storage_PoolType, kind);
        }

        if (kind != OnlyKind)
        {
            throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_PoolTypeNotBuilt, kind);
        }
    }
}
