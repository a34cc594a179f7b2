using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.Driver.Watching;

namespace NVirt.Qemu.Driver;

/// <summary>Events.</summary>
public sealed partial class QemuDriver : IDomainEventBarrier
{
    private readonly ConcurrentDictionary<DomainWatcher, byte> _watchers = new();

    /// <inheritdoc/>
    public Task PassAsync(CancellationToken cancellation = default) =>
        Task.WhenAll(_watchers.Keys.Select(w => w.PassAsync())).WaitAsync(cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DomainEvent> WatchAsync(
        DomainReference? domain = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Guid? only = domain is null ? null : _finder.Find(domain).Uuid;
        DomainWatcher watcher = new(_folder, _definitions, _runs);
        _watchers[watcher] = 0;
        try
        {
            await foreach (DomainEvent happened in watcher.WatchAsync(cancellation))
            {
                if (only is null || happened.Uuid == only)
                {
                    yield return happened;
                }
            }
        }
        finally
        {
            _watchers.TryRemove(watcher, out _);
        }
    }
}
