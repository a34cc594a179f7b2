using System.Runtime.CompilerServices;
using NVirt.Domains;

namespace NVirt.Qemu;

/// <summary>What happens.</summary>
public sealed partial class QemuDriver
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DomainEvent> WatchAsync(string? domain = null, [EnumeratorCancellation] CancellationToken cancellation = default)
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
