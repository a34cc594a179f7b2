using System.Runtime.CompilerServices;
using NVirt.Domains;

namespace NVirt.Qemu;

public sealed partial class QemuDriver
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DomainEvent> WatchAsync(string? domain = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.Yield();
        yield break;
    }
}
