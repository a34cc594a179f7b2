namespace NVirt.Domains.Storage;

/// <summary>Implemented by drivers that also keep the disks of their guests, in pools.</summary>
public interface IHostStorage
{
    /// <summary>The pools of this host.</summary>
    /// <exception cref="StorageException">They cannot be kept here.</exception>
    public IStorageDriver Storage { get; }
}
