using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>A volume that was found or made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Format">Its format.</param>
/// <param name="Details">What is known of a qcow2 image.</param>
/// <param name="Backing">What is under it.</param>
internal sealed record Volume(string Name, StorageVolumeKind Kind, ImageFormat Format, ImageDetails Details, BackingImage? Backing)
{
    /// <summary>Whether it is still being made.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>Whether its file names other files that have its data.</summary>
    public bool IsSpread { get; init; }

    /// <summary>A volume that is a folder.</summary>
    public static Volume OfFolder(string name) =>
        new(name, StorageVolumeKind.Folder, ImageFormat.Folder, new ImageDetails(), Backing: null);
}
