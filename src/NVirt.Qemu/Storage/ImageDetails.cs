namespace NVirt.Qemu.Storage;

/// <summary>What is known of a qcow2 image besides its size.</summary>
internal sealed record ImageDetails
{
    /// <summary>The oldest QEMU that can read it: <c>1.1</c>; <see langword="null"/> for <c>0.10</c>, as in libvirt.</summary>
    public string? Compat { get; init; }

    /// <summary>The size of its clusters in bytes.</summary>
    public ulong? ClusterSize { get; init; }

    /// <summary>Its features, in libvirt's words; <see langword="null"/> if they are not known.</summary>
    public IReadOnlyList<string>? Features { get; init; }
}
