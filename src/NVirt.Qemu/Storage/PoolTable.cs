using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>The pools that there are, by name. Safe for use by several threads.</summary>
internal sealed class PoolTable
{
    private readonly SortedDictionary<string, Pool> _pools = new(StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public Pool[] All()
    {
        lock (_pools)
        {
            return [.. _pools.Values];
        }
    }

    /// <summary>The pool with a name.</summary>
    /// <exception cref="StorageException">There is none.</exception>
    public Pool Find(string name)
    {
        lock (_pools)
        {
            return _pools.TryGetValue(name, out Pool? pool) ? pool : throw StorageRefusals.NoPool(name);
        }
    }

    /// <summary>The pool with a UUID.</summary>
    /// <exception cref="StorageException">There is none.</exception>
    public Pool Find(Guid uuid) => Array.Find(All(), p => p.Uuid == uuid) ?? throw StorageRefusals.NoPool(uuid);

    /// <summary>The pool that a definition belongs to; a new one if there is none.</summary>
    /// <exception cref="StorageException">Its name, its UUID or its folder is another pool's.</exception>
    public (Pool Pool, bool IsNew) FindOrAdd(PoolDefinition definition)
    {
        lock (_pools)
        {
            Pool? same = _pools.Values.FirstOrDefault(p => p.Uuid == definition.Uuid);
            if (same is not null && same.Name != definition.Name)
            {
                throw new StorageException(StorageErrorKind.Failed, Text.Of(Messages.Storage_UuidTaken, same.Name, same.Uuid));
            }

            if (same is null && _pools.TryGetValue(definition.Name, out Pool? other))
            {
                throw new StorageException(StorageErrorKind.Failed, Text.Of(Messages.Storage_NameTaken, other.Name, other.Uuid));
            }

            if (_pools.Values.FirstOrDefault(p => p != same && p.Definition.Path == definition.Path) is { } rival)
            {
                throw StorageRefusals.Of(StorageErrorKind.Failed, Messages.Storage_PathTaken, rival.Name);
            }

            if (same is not null)
            {
                return (same, false);
            }

            Pool added = new(definition);
            _pools.Add(definition.Name, added);
            return (added, true);
        }
    }

    public void Remove(Pool pool)
    {
        lock (_pools)
        {
            _pools.Remove(pool.Name);
        }
    }
}
