using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>Reads volumes that are to be made.</summary>
internal static class VolumeInterpreter
{
    private const string Root = "volume";

    // What libvirt calls volumes. The word has no meaning when one is made: the format says what it becomes.
    private static readonly string[] Kinds = ["file", "block", "dir", "network", "netdir", "ploop"];
    private static readonly string[] Compats = ["0.10", "1.1"];
    private static readonly string[] Features = ["lazy_refcounts", "extended_l2"];

    /// <summary>Reads a volume.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="hasSource">Whether another volume can tell the capacity.</param>
    /// <param name="folder">Where a path that is not absolute begins.</param>
    /// <exception cref="StorageException">It is no volume, or none that can be made here.</exception>
    public static VolumeDefinition Parse(string xml, bool hasSource, string folder)
    {
        Element volume = StorageReading.Root(xml, Root);
        if (volume.Find("type")?.Value is { } kind && !Kinds.Contains(kind))
        {
            throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_VolumeType, kind);
        }

        string name = StorageReading.ChildText(volume, "name") ?? throw StorageRefusals.Malformed(Messages.Storage_VolumeWithoutName);
        BackingImage? backing = volume.First("backingStore") is { } under ? BackingOf(under, folder) : null;
        Element? target = volume.First("target");
        if (target?.First("encryption") is not null)
        {
            throw new StorageException(StorageErrorKind.Unsupported, Messages.Storage_Encryption);
        }

        return new VolumeDefinition
        {
            Name = name,
            Capacity = StorageReading.ChildBytes(volume, "capacity")
                ?? (hasSource ? null : throw StorageRefusals.Malformed(Messages.Storage_VolumeWithoutCapacity)),
            Allocation = StorageReading.ChildBytes(volume, "allocation"),
            Format = FormatOf(target),
            Permissions = StorageReading.Permissions(target),
            Backing = backing,
            Details = target is null ? new ImageDetails() : DetailsOf(target),
        };
    }

    private static BackingImage? BackingOf(Element under, string folder) => StorageReading.ChildText(under, "path") is { } path
        ? new BackingImage(StoragePaths.Plain(Path.Combine(folder, path)), FormatOf(under).Name) : null;

    private static ImageFormat FormatOf(Element? place) => place?.First("format")?.TextOf("type") is not { } name ? ImageFormat.Raw
        : ImageFormat.Find(name) ?? throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_Format, name);

    private static ImageDetails DetailsOf(Element target)
    {
        string? compat = StorageReading.ChildText(target, "compat");
        if (compat is not null && !Compats.Contains(compat))
        {
            throw StorageRefusals.Of(StorageErrorKind.Malformed, Messages.Storage_Compat, compat);
        }

        string[]? features = target.First("features") is { } element ? [.. element.Children.Select(c => c.Name)] : null;
        return features?.FirstOrDefault(f => !Features.Contains(f)) is { } unknown
            ? throw StorageRefusals.Of(StorageErrorKind.Unsupported, Messages.Storage_Feature, unknown)
            : new ImageDetails
            {
                Compat = compat ?? (features is null ? null : Compats[^1]),
                ClusterSize = StorageReading.ChildBytes(target, "clusterSize"),
                Features = features,
            };
    }
}
