namespace NVirt.Qemu.Storage;

/// <summary>A volume that is used. While it is worked on, until this is disposed of, its pool stays active.</summary>
internal sealed class VolumeUse : IDisposable
{
    private readonly Pool _pool;
    private bool _isHeld;

    /// <summary>Begins to use a volume.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isHeld">Whether the pool stays active; a stream that nobody closes does not keep it so.</param>
    /// <exception cref="Domains.Storage.StorageException">The pool is not active, or has no such volume that is finished.</exception>
    public VolumeUse(Pool pool, string name, bool isHeld = true)
    {
        _pool = pool;
        (Volume, Folder) = pool.Hold(() =>
        {
            (Volume, PoolFolder) found = (pool.RequireFinished(name), pool.RequireActive());
            pool.AddJob(isHeld ? 1 : 0);
            return found;
        });
        _isHeld = isHeld;
    }

    public Volume Volume { get; }

    public PoolFolder Folder { get; }

    /// <summary>Looks at the file anew: what is in it may be something else now.</summary>
    public void LookAgain() => _pool.Touch(_ =>
    {
        if (_pool.Folder == Folder && _pool.Volumes.ContainsKey(Volume.Name) && VolumeScan.Look(Folder, Volume.Name) is { } now)
        {
            _pool.Volumes[now.Name] = now;
        }
    });

    public void Dispose()
    {
        _pool.AddJob(_isHeld ? -1 : 0);
        _isHeld = false;
    }
}
