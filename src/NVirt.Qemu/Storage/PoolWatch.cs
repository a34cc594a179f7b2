using System.Collections.Immutable;
using NVirt.Domains.Storage;

namespace NVirt.Qemu.Storage;

/// <summary>Who is told what happens to pools. Safe for use by several threads.</summary>
internal sealed class PoolWatch
{
    private ImmutableArray<Action<StoragePoolEvent>> _listeners = [];

    public IDisposable Add(Action<StoragePoolEvent> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ImmutableInterlocked.Update(ref _listeners, l => l.Add(listener));
        return new Listening(() => ImmutableInterlocked.Update(ref _listeners, l => l.Remove(listener)));
    }

    public void Tell(StoragePoolEventKind kind, Pool pool)
    {
        StoragePoolEvent happened = new(kind, pool.Name, pool.Uuid);
        foreach (Action<StoragePoolEvent> listener in _listeners)
        {
            listener(happened);
        }
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
