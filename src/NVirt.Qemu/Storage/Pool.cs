using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>A pool as it is now. Whoever uses it holds it locked.</summary>
internal sealed class Pool(PoolDefinition definition)
{
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
    public int Jobs { get; set; }

    public string Name => Definition.Name;

    public Guid Uuid => Definition.Uuid;

    public StoragePoolSummary Summary => new(Name, Uuid, Folder is not null, IsPersistent, IsAutostart);

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
