namespace NVirt.Qemu.Storage;

/// <summary>A volume that is to be made.</summary>
internal sealed record VolumeDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What a guest sees, in bytes; <see langword="null"/> if only a source can tell.</summary>
    public ulong? Capacity { get; init; }

    /// <summary>What is taken at once, in bytes; <see langword="null"/> for all of the capacity.</summary>
    public ulong? Allocation { get; init; }

    /// <summary>The format.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>Who may use it.</summary>
    public StoragePermissions? Permissions { get; init; }

    /// <summary>The image that has the data which was never written; <see langword="null"/> for none.</summary>
    public BackingImage? Backing { get; init; }

    /// <summary>What a qcow2 image is to be like.</summary>
    public ImageDetails Details { get; init; } = new();
}
