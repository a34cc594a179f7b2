using NVirt.Domains.Documents;
using NVirt.Domains.Storage;
using NVirt.Qemu.Storage;

namespace NVirt.Qemu.Driver;

/// <summary>Pools and their volumes.</summary>
public sealed partial class QemuDriver : IHostStorage
{
    /// <inheritdoc/>
    public IStorageDriver Storage => _storage.Value;

    // QEMU knows no pools.
    private DomainDocument WithFiles(DomainDocument document) =>
        document.WithVolumeFiles((pool, volume) => VolumeFiles.PathOf(new PoolStore(_folder), pool, volume));
}
