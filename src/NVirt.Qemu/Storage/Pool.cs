using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>A pool as it is now. Whoever uses it holds it locked.</summary>
internal sealed class Pool(PoolDefinition definition)
{
    private int _jobs;

    /// <summary>What it is; while it is active, what it was started as.</summary>
    public PoolDefinition Definition { get; set; } = definition;

    /// <summary>What it will be once it is stopped; <see langword="null"/> for the same.</summary>
    public PoolDefinition? Next { get; set; }

    public bool IsPersistent { get; set; }

    public bool IsAutostart { get; set; }

    /// <summary>Its folder; <see langword="null"/> if it is not active.</summary>
    public PoolFolder? Folder { get; set; }

    /// <summary>Its volumes by name, if it is active.</summary>
    public Dictionary<string, Volume> Volumes { get; set; } = [];

    /// <summary>How many volumes are being worked on, so that it must stay active.</summary>
    public int Jobs => Volatile.Read(ref _jobs);

    public string Name => Definition.Name;

    public Guid Uuid => Definition.Uuid;

    public StoragePoolSummary Summary => new(Name, Uuid, Folder is not null, IsPersistent, IsAutostart);

    /// <summary>Works on the pool while nobody else does, in memory only.</summary>
    /// <exception cref="StorageException">Somebody else has worked on it for too long: its file system hangs.</exception>
    public T Hold<T>(Func<T> work)
    {
        if (!Monitor.TryEnter(this, StoragePatience.Usual))
        {
            throw StoragePatience.Silent(Name);
        }

        try
        {
            return work();
        }
        finally
        {
            Monitor.Exit(this);
        }
    }

    /// <inheritdoc cref="Hold{T}(Func{T})"/>
    public void Hold(Action work) => Hold(() =>
    {
        work();
        return true;
    });

    /// <summary>
    /// Works on the pool and its folder while nobody else does. A file system may hang where nothing can end it; then nobody waits for it
    /// any more after a while, and what it does to the folder later is found at the next refresh.
    /// </summary>
    /// <param name="work">The work, which says whenever it got on.</param>
    /// <exception cref="StorageException">The file system hangs.</exception>
    public T Touch<T>(Func<Action, T> work) => StoragePatience.Of(Name, came => Hold(() => work(came)));

    /// <inheritdoc cref="Touch{T}(Func{Action, T})"/>
    public void Touch(Action<Action> work) => Touch(came =>
    {
        work(came);
        return true;
    });

    /// <summary>Its folder.</summary>
    /// <exception cref="StorageException">It is not active.</exception>
    public PoolFolder RequireActive() => Folder ?? throw StorageRefusals.NotActive(Name);

    /// <summary>Refuses a pool that is active.</summary>
    /// <exception cref="StorageException">It is active.</exception>
    public void RequireInactive(string form)
    {
        if (Folder is not null)
        {
            throw StorageRefusals.Of(StorageErrorKind.InvalidState, form, Name);
        }
    }

    /// <summary>Notes that work on a volume begins (1) or ends (-1). This needs no hold of the pool.</summary>
    public void AddJob(int change) => Interlocked.Add(ref _jobs, change);

    /// <summary>Refuses a pool whose volumes are being worked on.</summary>
    /// <exception cref="StorageException">Volumes are being worked on.</exception>
    public void RequireIdle()
    {
        if (Jobs > 0)
        {
            throw StorageRefusals.Of(StorageErrorKind.Internal, Messages.Storage_Jobs, Name);
        }
    }

    /// <summary>One of its volumes.</summary>
    /// <exception cref="StorageException">It is not active, or has no such volume.</exception>
    public Volume Require(string name)
    {
        RequireActive();
        return Volumes.TryGetValue(name, out Volume? volume) ? volume : throw StorageRefusals.NoVolume(name);
    }

    /// <summary>A volume that is not just being made.</summary>
    public Volume RequireFinished(string name) => Require(name) is { IsUnfinished: false } volume ? volume
        : throw StorageRefusals.Of(StorageErrorKind.InvalidState, Messages.Storage_Unfinished, name);

    /// <summary>A volume as it is named everywhere.</summary>
    public StorageVolume Describe(string name) => new(Name, name, RequireActive().PathOf(name));
}
