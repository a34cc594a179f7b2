using System.Runtime.CompilerServices;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;

namespace NVirt.Qemu.Driver;

/// <summary>Events.</summary>
public sealed partial class QemuDriver
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DomainEvent> WatchAsync(
        DomainReference? domain = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Guid? only = domain is null ? null : _finder.Find(domain).Uuid;
        await foreach (DomainEvent happened in new DomainWatcher(_folder, _definitions, _runs).WatchAsync(cancellation))
        {
            if (only is null || happened.Uuid == only)
            {
                yield return happened;
            }
        }
    }
}
